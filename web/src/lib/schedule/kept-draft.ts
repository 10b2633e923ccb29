import { z } from 'zod'
import { type Draft, draft } from './draft.ts'

const kept = z.object({ practitionerId: z.string(), draft })
const key = 'enshin.schedule'

/**
 * What was typed and not saved, for this tab: a session that ends while somebody types must not cost them the week they
 * have just entered. Private windows may refuse storage: then nothing is kept, and everything else works.
 */
export const keptDraft = {
	read(practitionerId: string): Draft | null {
		try {
			const found = kept.safeParse(JSON.parse(sessionStorage.getItem(key) ?? 'null')).data
			return found?.practitionerId === practitionerId ? found.draft : null
		} catch {
			return null
		}
	},
	write(practitionerId: string, draft: Draft): void {
		try {
			sessionStorage.setItem(key, JSON.stringify({ practitionerId, draft }))
		} catch {
			// See above.
		}
	},
	forget(): void {
		try {
			sessionStorage.removeItem(key)
		} catch {
			// See above.
		}
	},
}

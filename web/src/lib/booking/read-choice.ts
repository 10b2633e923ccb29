import { day as daySchema, id, instant } from '@enshin/contracts/ids.ts'
import type { Choice } from './choice.ts'

/** Reads a choice out of an address; what is malformed counts as not chosen. */
export function readChoice(query: URLSearchParams): Choice {
	const who = query.get('who')
	return {
		facilityId: id.safeParse(query.get('facility')).data ?? null,
		who: who === 'any' ? who : (id.safeParse(who).data ?? null),
		from: daySchema.safeParse(query.get('from')).data ?? null,
		day: daySchema.safeParse(query.get('day')).data ?? null,
		at: instant.safeParse(query.get('at')).data ?? null,
	}
}

import type { LookAtMine } from '@enshin/contracts/access-log.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'

export type LookGroup = LookAtMine & { count: number }

/** Newest first. The same person doing the same several times on one day is one line, at its last time: a list that is open all day is read often. */
export function groupLooks(looks: readonly LookAtMine[]): LookGroup[] {
	const groups = new Map<string, LookGroup>()
	for (const look of looks) {
		const { action, actorName, facility, by, at } = look
		const key = JSON.stringify([tokyoDay(new Date(at)), action, actorName, facility?.id, by])
		const known = groups.get(key)
		if (known) known.count += 1
		else groups.set(key, { ...look, count: 1 })
	}
	return [...groups.values()]
}

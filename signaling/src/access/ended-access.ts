import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { joinTokenLifeS } from '@enshin/contracts/join-token.ts'
import type { EndedAccess as Ended } from '@enshin/db/ended-access.ts'

/** What the clocks of api, database and signaling may differ by. */
const toleranceMs = 5_000

/** Somebody let in, or asking to be: who, where, by a token of when. */
export type Holder = { readonly personId: Id; readonly facilityId: Id; readonly issuedAtMs: number }

/** Whether what ended is this holder's. What was issued later stands: the account was enabled again meanwhile. */
export function isEnded(ended: Ended, { personId, facilityId, issuedAtMs }: Holder): boolean {
	if (ended.personId === null && ended.facilityId === null) return false
	if (ended.personId !== null && ended.personId !== personId) return false
	if (ended.facilityId !== null && ended.facilityId !== facilityId) return false
	return issuedAtMs <= ended.at.getTime() + toleranceMs
}

/** Whose access ended lately: their tokens are still good by themselves, and are refused until they expire. */
export class EndedAccess {
	readonly #recent = new Map<string, Ended>()
	readonly #now: () => number

	constructor(now: () => number = Date.now) {
		this.#now = now
	}

	add(ended: Ended): void {
		const key = `${ended.personId} ${ended.facilityId}`
		const known = this.#recent.get(key)
		if (!known || known.at < ended.at) this.#recent.set(key, ended)
	}

	/** Throws `auth.forbidden` for a token that was issued before its holder's access ended. */
	demandNone(holder: Holder): void {
		for (const ended of this.#recent.values()) if (isEnded(ended, holder)) throw new ProblemError('auth.forbidden')
	}

	/** Forgets those whose tokens have all expired. */
	sweep(): void {
		const keptMs = joinTokenLifeS * 1000 + 3 * toleranceMs
		for (const [key, { at }] of this.#recent) if (at.getTime() + keptMs < this.#now()) this.#recent.delete(key)
	}
}

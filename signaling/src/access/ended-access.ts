import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { joinTokenLifeS } from '@enshin/contracts/join-token.ts'
import type { EndedAccess as EndedForPeople } from '@enshin/db/ended-access.ts'
import type { Holder } from './holder.ts'

/** What the clocks of api, database and signaling may differ by. */
const toleranceMs = 5_000

/** What has ended: people's right to be here, or browsers' being signed in. */
export type Ended = EndedForPeople | EndedSessions
type EndedSessions = { readonly sessionIds: readonly Id[]; readonly at: Date }

/**
 * Whether what ended is this holder's. What was issued later stands: the account was enabled again meanwhile. A session
 * never comes back.
 */
export function isEnded(ended: Ended, holder: Holder): boolean {
	if ('sessionIds' in ended) return holder.session !== null && ended.sessionIds.includes(holder.session)
	const { personId, facilityId, patientId } = ended
	if (personId === null && facilityId === null) return false
	if (patientId !== null && patientId !== holder.patientId) return false
	// With a patient goes whoever acts for them (代理).
	const isTheirs = personId === holder.personId || (patientId === null && personId === holder.patientId)
	if (personId !== null && !isTheirs) return false
	if (facilityId !== null && facilityId !== holder.facilityId) return false
	return holder.issuedAtMs <= ended.at.getTime() + toleranceMs
}

/** Whose access ended lately: their tokens are still good by themselves, and are refused until they expire. */
export class EndedAccess {
	readonly #recent = new Map<string, Ended>()
	readonly #now: () => number

	constructor(now: () => number = Date.now) {
		this.#now = now
	}

	add(ended: Ended): void {
		const key = keyOf(ended)
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

function keyOf(ended: Ended): string {
	if ('sessionIds' in ended) return ended.sessionIds.join(' ')
	return `${ended.personId} ${ended.facilityId} ${ended.patientId}`
}

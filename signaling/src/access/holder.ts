import type { Id } from '@enshin/contracts/ids.ts'
import type { JoinTokenClaims } from '@enshin/contracts/join-token.ts'

/** Somebody let in, or asking to be: who, where, for whom, from which signed-in browser, by a token of when. */
export type Holder = {
	readonly personId: Id
	readonly facilityId: Id
	/** Whose visit it is, of a guest; another person's where a guardian acts for them (代理). */
	readonly patientId: Id | null
	/** The api's session. */
	readonly session: Id | null
	/** When the api let them in: milliseconds since 1970, by the api's clock. */
	readonly issuedAtMs: number
}

export function holderOf(claims: JoinTokenClaims): Holder {
	const { sub, facilityId, session = null, iat } = claims
	const patientId = claims.scope === 'call' ? (claims.patientId ?? null) : null
	return { personId: sub, facilityId, patientId, session, issuedAtMs: iat * 1000 }
}

import type { SessionState } from '@enshin/contracts/ids.ts'

export type Proved = {
	/** A second factor was given in this session, or is being enrolled by it. */
	withFactor: boolean
	/** The credential has a confirmed one. */
	hasFactor: boolean
	/** The facility asks for one. */
	factorRequired: boolean
	passwordExpired: boolean
}

/** What a session may do after what was proved so far: the first step that is still missing, or everything. */
export function nextState({ withFactor, hasFactor, factorRequired, passwordExpired }: Proved): SessionState {
	if (hasFactor && !withFactor) return 'second_factor'
	if (factorRequired && !hasFactor) return 'enrolment'
	// After the factor: whoever has only guessed an old password must not choose a new one.
	return passwordExpired ? 'password_change' : 'full'
}

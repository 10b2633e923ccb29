import type { ProblemCode } from './errors.ts'
import { closeCodes } from './wire.ts'

/** How long the longest pause between two attempts may be; the grace time of a session is longer. */
export const longestPauseMs = 2_000

/** What comes after a socket was lost or an entry refused. */
export type NextStep =
	| { step: 'retry'; by: 'resume' | 'join' }
	/** Nothing will help but what a person does: go back, sign in, take the call over. */
	| { step: 'stop'; because: StopReason }

export type StopReason =
	| { kind: 'replaced' }
	| { kind: 'ended' }
	| { kind: 'left' }
	| { kind: 'signed_out' }
	| { kind: 'refused'; code: ProblemCode }

/**
 * The pause before an attempt, counted from 0, in ms. It doubles up to two seconds, and half of it is chance, so that a
 * thousand browsers which lost the same server do not come back in the same moment.
 */
export function pauseBeforeMs(attempt: number, random: () => number): number {
	if (attempt === 0) return random() * 200
	const whole = Math.min(longestPauseMs, 250 * 2 ** (attempt - 1))
	return whole / 2 + (random() * whole) / 2
}

/** A socket closed with `code`: by signaling for a reason of the contract, or by anything that can go wrong. */
export function afterClose(code: number, hasSession: boolean): NextStep {
	switch (code) {
		case closeCodes.replaced:
			return { step: 'stop', because: { kind: 'replaced' } }
		case closeCodes.ended:
			return { step: 'stop', because: { kind: 'ended' } }
		case closeCodes.left:
			return { step: 'stop', because: { kind: 'left' } }
		case closeCodes.accessEnded:
			return { step: 'stop', because: { kind: 'refused', code: 'auth.forbidden' } }
		case closeCodes.notAdmitted:
			return { step: 'retry', by: 'join' }
		default:
			return { step: 'retry', by: hasSession ? 'resume' : 'join' }
	}
}

/** Asking for a token, `join` or `resume` was answered with a Problem. A doubtful one is worth another try. */
export function afterRefusal(code: ProblemCode, hasSession: boolean): NextStep {
	switch (code) {
		case 'call.ended':
			return { step: 'stop', because: { kind: 'ended' } }
		case 'auth.required':
			return { step: 'stop', because: { kind: 'signed_out' } }
		case 'auth.forbidden':
		case 'not_found':
		case 'join_token.invalid':
		case 'request.invalid':
			return { step: 'stop', because: { kind: 'refused', code } }
		case 'session.unknown':
		case 'join_token.used':
		case 'join_token.expired':
			return { step: 'retry', by: 'join' }
		default:
			return { step: 'retry', by: hasSession ? 'resume' : 'join' }
	}
}

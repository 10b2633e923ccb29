import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import type { CallState } from '@enshin/contracts/call.ts'
import type { ProblemCode } from '@enshin/contracts/errors.ts'
import type { StopReason } from '@enshin/contracts/reconnect.ts'

/** What the page of a call shows. */
export type Phase =
	| { kind: 'entering' }
	/** The guest waits; the host looks whether they are there. */
	| { kind: 'waiting' }
	| { kind: 'ringing' }
	/** Live or interrupted: sound and picture are on screen. */
	| { kind: 'talking' }
	/** For this person: the call is over, or they left it. */
	| { kind: 'over'; ended: boolean }
	| { kind: 'elsewhere' }
	| { kind: 'signed_out' }
	| { kind: 'refused'; code: ProblemCode }

/** From how the line stands and what the call is. A line that is being mended changes nothing of what is shown. */
export function phaseOf(stopped: StopReason | null, state: CallState | null): Phase {
	if (state === 'ended') return { kind: 'over', ended: true }
	if (stopped) return stoppedPhase(stopped)
	switch (state) {
		case null:
			return { kind: 'entering' }
		case 'waiting':
		case 'ringing':
			return { kind: state }
		case 'live':
		case 'interrupted':
			return { kind: 'talking' }
		default:
			return assertUnreachable(state)
	}
}

function stoppedPhase(stopped: StopReason): Phase {
	switch (stopped.kind) {
		case 'replaced':
			return { kind: 'elsewhere' }
		case 'ended':
			return { kind: 'over', ended: true }
		case 'left':
			return { kind: 'over', ended: false }
		case 'signed_out':
			return { kind: 'signed_out' }
		case 'refused':
			return stopped
		default:
			return assertUnreachable(stopped)
	}
}

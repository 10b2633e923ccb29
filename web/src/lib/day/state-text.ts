import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import type { AppointmentKind } from '@enshin/contracts/ids.ts'
import type { Catalogue } from '#lib/i18n/index.ts'
import type { RowState } from './row-state.ts'

type Texts = Catalogue['day']

export function chipText(texts: Texts, state: RowState, kind: AppointmentKind): string {
	switch (state.kind) {
		case 'expected':
			return texts.state.expected
		case 'waiting':
			return texts.state.waiting(state.minutes)
		case 'ringing':
			return texts.state.ringing
		case 'live':
			return texts.state.live(state.minutes)
		case 'interrupted':
			return texts.state.interrupted[kind]
		case 'done':
			return texts.state.done
		case 'no_show':
			return texts.state.noShow
		case 'cancelled':
			return texts.state.cancelled
		default:
			return assertUnreachable(state)
	}
}

/** What explains a chip where the chip alone would leave a question; null where it does not. */
export function noteText(texts: Texts, state: RowState): string | null {
	if (state.kind === 'expected' && state.lateMinutes !== null) return texts.late(state.lateMinutes)
	if (state.kind === 'interrupted' && state.minutes > 0) return texts.interruptedFor(state.minutes)
	if (state.kind === 'done' && state.endReason === 'unsuitable') return texts.endReason.unsuitable
	if (state.kind === 'done' && state.endReason === 'technical') return texts.endReason.technical
	return null
}

import type { Appointment } from '@enshin/contracts/api.ts'
import { dayOf } from '../format/day.ts'

/**
 * What a patient can do with an appointment now: go back into a call that runs, get ready for one of today, wait for a
 * later day, or only read about it.
 */
export type Stage = 'running' | 'today' | 'later' | 'over'

/** A visit late in the evening may be prepared after midnight, and one at 0:15 on the evening before. */
const nearMs = 3 * 3_600_000

export function stageOf(appointment: Pick<Appointment, 'status' | 'startsAt' | 'call'>, now: Date): Stage {
	if (appointment.status !== 'booked' || appointment.call.state === 'ended') return 'over'
	if (appointment.call.state === 'live' || appointment.call.state === 'interrupted') return 'running'
	const startsAt = new Date(appointment.startsAt)
	const near = Math.abs(startsAt.getTime() - now.getTime()) < nearMs
	return near || dayOf(startsAt) === dayOf(now) ? 'today' : 'later'
}

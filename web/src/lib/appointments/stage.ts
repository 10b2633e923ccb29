import type { Appointment } from '@enshin/contracts/api.ts'
import { dayOf } from '../format/day.ts'

/**
 * What a patient can do with an appointment now: go back into a call that runs, get ready for one of today, wait for a
 * later day, or only read about it.
 */
export type Stage = 'running' | 'today' | 'later' | 'over'

/** A visit late in the evening may be prepared after midnight, and one at 0:15 on the evening before. */
const nearMs = 3 * 3_600_000

/** Doctors run late: a visit that was not called counts as over only so long after its end. The api lists by the same hour. */
const lateMs = 3_600_000

type Timed = Pick<Appointment, 'status' | 'startsAt' | 'endsAt' | 'call'>

export function stageOf({ status, startsAt, endsAt, call }: Timed, now: Date): Stage {
	if (status !== 'booked' || call.state === 'ended') return 'over'
	if (call.state === 'live' || call.state === 'interrupted') return 'running'
	if (now.getTime() > Date.parse(endsAt) + lateMs) return 'over'
	const near = Math.abs(Date.parse(startsAt) - now.getTime()) < nearMs
	return near || dayOf(startsAt) === dayOf(now) ? 'today' : 'later'
}

import { ask } from '#lib/api/ask.ts'
import { nextPatient } from '#lib/call/next-patient.ts'
import { dayOf } from '#lib/format/day.ts'

/**
 * What comes after a call. `?ended` is the page's own knowledge that the call is over: the record may take a moment more.
 * For a host, the next of their patients today; when that cannot be read, the way back to the day is enough.
 */
export async function load({ locals, parent, url }) {
	const { role, appointment } = await parent()
	const ended = appointment.call.state === 'ended' || url.searchParams.has('ended')
	if (role === 'guest') return { ended, next: null }
	const answer = await ask(
		locals.api.facilities[':facilityId'].day.$get({
			param: { facilityId: appointment.facility.id },
			query: { date: dayOf(new Date()) },
		}),
		locals.locale,
	)
	return { ended, next: answer.ok ? nextPatient(appointment, answer.data.appointments, Date.now()) : null }
}

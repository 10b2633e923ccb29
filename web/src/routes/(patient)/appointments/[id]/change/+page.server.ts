import { randomUUID } from 'node:crypto'
import type { Appointment } from '@enshin/contracts/api.ts'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { firstFree } from '#lib/booking/book.ts'
import { bookingView } from '#lib/booking/view.ts'

/** The same questions as booking, at the appointment's own facility; the way here names its own practitioner. */
async function viewOf(locals: App.Locals, url: URL, appointment: Appointment) {
	const { facilities } = await from(locals, (api) => api.facilities.$get())
	const query = new URLSearchParams(url.searchParams)
	query.set('facility', appointment.facility.id)
	return bookingView(
		locals,
		query,
		facilities.filter(({ id }) => id === appointment.facility.id),
	)
}

const appointmentOf = (locals: App.Locals, id: string) =>
	from(locals, (api) => api.appointments[':id'].$get({ param: { id } }))

export async function load({ locals, url, params }) {
	const appointment = await appointmentOf(locals, params.id)
	if (!appointment.changeable) redirect(303, `/appointments/${appointment.id}`)
	return { appointment, view: await viewOf(locals, url, appointment), formKey: randomUUID() }
}

export const actions = {
	default: async ({ locals, url, params }) => {
		const appointment = await appointmentOf(locals, params.id)
		const { choice, when } = await viewOf(locals, url, appointment)
		const startsAt = choice.at
		if (!startsAt || !when) return fail(409, { problem: null })

		const param = { id: params.id }
		const result = await firstFree(when.free, (practitionerId) =>
			ask(locals.api.appointments[':id'].$patch({ param, json: { practitionerId, startsAt } }), locals.locale),
		)
		if ('booked' in result) redirect(303, `/appointments/${result.booked.id}?changed`)
		return fail(result.problem?.status ?? 409, { problem: result.problem })
	},
}

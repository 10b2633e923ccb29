import { randomUUID } from 'node:crypto'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { firstFree } from '#lib/booking/book.ts'
import { requestKey } from '#lib/booking/request-key.ts'
import { bookingView } from '#lib/booking/view.ts'

async function viewOf(locals: App.Locals, url: URL) {
	const { facilities } = await from(locals, (api) => api.facilities.$get())
	return bookingView(locals, url.searchParams, facilities)
}

export async function load({ locals, url }) {
	return { view: await viewOf(locals, url), formKey: randomUUID() }
}

export const actions = {
	default: async ({ locals, url, request }) => {
		const formKey = String((await request.formData()).get('key') ?? '')
		const { choice, when } = await viewOf(locals, url)
		const startsAt = choice.at
		if (!startsAt || !when) return fail(409, { problem: null })

		const result = await firstFree(when.free, (practitionerId) => {
			const header = { 'idempotency-key': requestKey(formKey, practitionerId) }
			return ask(locals.api.appointments.$post({ header, json: { practitionerId, startsAt } }), locals.locale)
		})
		if ('booked' in result) redirect(303, `/appointments/${result.booked.id}?booked`)
		return fail(result.problem?.status ?? 409, { problem: result.problem })
	},
}

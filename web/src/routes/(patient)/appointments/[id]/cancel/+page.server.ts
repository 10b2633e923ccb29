import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'

export async function load({ locals, params }) {
	const appointment = await from(locals, (api) => api.appointments[':id'].$get({ param: { id: params.id } }))
	if (!appointment.changeable) redirect(303, `/appointments/${appointment.id}`)
	return { appointment }
}

export const actions = {
	default: async ({ locals, params }) => {
		const param = { id: params.id }
		const answer = await ask(locals.api.appointments[':id'].cancel.$post({ param }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { problem: answer.problem })
		redirect(303, `/appointments/${params.id}?cancelled`)
	},
}

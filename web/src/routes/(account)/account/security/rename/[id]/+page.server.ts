import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'

export async function load({ locals, params }) {
	const { factors } = await from(locals, (api) => api.factors.$get())
	const factor = factors.find(({ id }) => id === params.id)
	if (!factor) redirect(303, '/account/security')
	return { factor }
}

export const actions = {
	default: async ({ request, locals, params }) => {
		const name = String((await request.formData()).get('name') ?? '')
			.trim()
			.slice(0, 40)
		const answer = await ask(
			locals.api.factors[':id'].$patch({ param: { id: params.id }, json: { name } }),
			locals.locale,
		)
		if (!answer.ok) return fail(answer.problem.status, { problem: answer.problem })
		redirect(303, '/account/security#factors')
	},
}

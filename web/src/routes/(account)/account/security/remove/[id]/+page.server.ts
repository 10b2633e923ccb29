import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { requireFresh, stepUpWhere } from '#lib/auth/require-fresh.ts'

export async function load({ locals, params, url }) {
	requireFresh(locals, url)
	const { factors, required } = await from(locals, (api) => api.factors.$get())
	const factor = factors.find(({ id }) => id === params.id)
	if (!factor) redirect(303, '/account/security')
	return { factor, last: factors.length === 1, required }
}

export const actions = {
	default: async ({ locals, params, url }) => {
		const answer = await ask(locals.api.factors[':id'].$delete({ param: { id: params.id } }), locals.locale)
		if (answer.ok) redirect(303, '/account/security?removed')
		stepUpWhere(answer.problem, url)
		return fail(answer.problem.status, { problem: answer.problem })
	},
}

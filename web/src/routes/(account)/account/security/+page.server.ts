import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { homeOf } from '#lib/server/guard.ts'

export async function load({ locals }) {
	const [factors, { sessions }] = await Promise.all([
		from(locals, (api) => api.factors.$get()),
		from(locals, (api) => api.sessions.$get()),
	])
	return { ...factors, sessions, home: locals.me ? homeOf(locals.me) : '/' }
}

export const actions = {
	end: async ({ request, locals }) => {
		const id = String((await request.formData()).get('id') ?? '')
		const answer = await ask(locals.api.sessions[':id'].$delete({ param: { id } }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { problem: answer.problem })
		redirect(303, '/account/security?ended#sessions')
	},
	endOthers: async ({ locals }) => {
		const answer = await ask(locals.api.sessions.$delete(), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { problem: answer.problem })
		redirect(303, '/account/security?ended#sessions')
	},
}

import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { requireFresh, stepUpWhere } from '#lib/auth/require-fresh.ts'
import { clearActing } from '#lib/server/acting.ts'
import { clearSession } from '#lib/server/session.ts'

export async function load({ locals, url }) {
	if (locals.me?.actingFor) redirect(303, '/profile')
	requireFresh(locals, url)
	return { leaving: await from(locals, (api) => api.profile.leaving.$get()) }
}

export const actions = {
	default: async ({ locals, url, cookies }) => {
		const answer = await ask(locals.api.profile.leave.$post(), locals.locale)
		if (!answer.ok) {
			stepUpWhere(answer.problem, url)
			return fail(answer.problem.status, { problem: answer.problem })
		}
		clearSession(cookies)
		clearActing(cookies)
		redirect(303, '/left')
	},
}

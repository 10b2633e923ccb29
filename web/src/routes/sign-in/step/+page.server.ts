import { makeProblem } from '@enshin/contracts/errors.ts'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { keepSession, nextPage } from '#lib/auth/keep-session.ts'
import { isFactorProof, prove, sendCode } from '#lib/auth/prove.ts'

export function load({ locals, url }) {
	const { session, me } = locals
	if (session?.state !== 'second_factor')
		redirect(303, session ? nextPage({ ...session, me }, url.searchParams.get('back')) : '/')
	return { session }
}

export const actions = {
	give: (event) =>
		prove(event, async (proof) => {
			const { api, locale } = event.locals
			if (!isFactorProof(proof)) return { ok: false, problem: makeProblem('request.invalid', locale) }
			return ask(api.sessions.current.factor.$post({ json: proof }), locale)
		}),
	send: sendCode,
	/** Their own word that they asked the facility's only admin for a reset. */
	reset: async ({ locals, cookies, url }) => {
		const answer = await ask(locals.api.sessions.current['factor-reset'].$post(), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { problem: answer.problem, sent: null })
		redirect(303, keepSession(cookies, answer.data, url.searchParams.get('back')))
	},
}

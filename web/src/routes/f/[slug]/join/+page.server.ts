import { acceptInvitation, type CheckedInvitation } from '@enshin/contracts/accounts.ts'
import { makeProblem, type Problem } from '@enshin/contracts/errors.ts'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { keepSession } from '#lib/auth/keep-session.ts'
import { writeFacility } from '#lib/server/session.ts'
import { ORIGIN } from '$app/env/private'

/** What the page shows of an invitation, once its token has come. */
type Join = { problem: Problem | null; invited: CheckedInvitation | null; token: string }

async function look(locals: App.Locals, token: string): Promise<Join> {
	const answer = await ask(locals.api.invitations.check.$post({ json: { token } }), locals.locale)
	return answer.ok
		? { problem: null, invited: answer.data, token }
		: { problem: answer.problem, invited: null, token: '' }
}

// The link's token stands behind the hash sign: the browser keeps it to itself until it is sent in a form.
export const actions = {
	/** What the invitation says. Looking does not use it up. */
	check: async ({ request, locals }) => {
		const seen = await look(locals, String((await request.formData()).get('token') ?? ''))
		return seen.problem ? fail<Join>(seen.problem.status, seen) : seen
	},
	accept: async ({ request, params, locals, cookies }) => {
		const form = await request.formData()
		const token = String(form.get('token') ?? '')
		const seen = await look(locals, token)
		if (seen.problem) return fail<Join>(seen.problem.status, seen)
		const typed = acceptInvitation.safeParse({ token, password: form.get('next') })
		if (!typed.success) return fail<Join>(422, { ...seen, problem: makeProblem('password.refused', locals.locale) })
		const answer = await ask(locals.api.invitations.accept.$post({ json: typed.data }), locals.locale)
		if (!answer.ok) return fail<Join>(answer.problem.status, { ...seen, problem: answer.problem })
		writeFacility(cookies, params.slug, ORIGIN?.startsWith('https:') ?? false)
		redirect(303, keepSession(cookies, answer.data, null))
	},
}

import type { CheckedInvitation } from '@enshin/contracts/accounts.ts'
import type { Problem } from '@enshin/contracts/errors.ts'
import { newPassword } from '@enshin/contracts/passwords.ts'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { keepSession } from '#lib/auth/keep-session.ts'
import { writeFacility } from '#lib/server/session.ts'
import { ORIGIN } from '$app/env/private'

/** Looking at an invitation does not use it up. */
export async function load({ url, locals }): Promise<{ invited: CheckedInvitation | null; problem: Problem | null }> {
	const token = url.searchParams.get('token') ?? ''
	const answer = await ask(locals.api.invitations.check.$post({ json: { token } }), locals.locale)
	return answer.ok ? { invited: answer.data, problem: null } : { invited: null, problem: answer.problem }
}

export const actions = {
	default: async ({ request, url, params, locals, cookies }) => {
		const form = await request.formData()
		const password = newPassword.safeParse(form.get('password'))
		if (!password.success) return fail<{ problem: Problem | null }>(400, { problem: null })
		const json = { token: url.searchParams.get('token') ?? '', password: password.data }
		const answer = await ask(locals.api.invitations.accept.$post({ json }), locals.locale)
		if (!answer.ok) return fail<{ problem: Problem | null }>(answer.problem.status, { problem: answer.problem })
		writeFacility(cookies, params.slug, ORIGIN?.startsWith('https:') ?? false)
		redirect(303, keepSession(cookies, answer.data, null))
	},
}

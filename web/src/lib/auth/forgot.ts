import type { Problem } from '@enshin/contracts/errors.ts'
import { askPasswordReset } from '@enshin/contracts/sign-in.ts'
import { fail, type RequestEvent } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'

export type ForgotForm = { email: string; sent: boolean; missing: boolean; problem: Problem | null }

/** The action of both pages for a forgotten password. Who has an account here, its answer does not say. */
export async function askForLink({ request, locals }: RequestEvent, facility?: string) {
	const email = String((await request.formData()).get('email') ?? '').trim()
	const body = askPasswordReset.safeParse({ email, facility })
	if (!body.success) return fail<ForgotForm>(400, { email, sent: false, missing: true, problem: null })
	const answer = await ask(locals.api['password-resets'].$post({ json: body.data }), locals.locale)
	if (!answer.ok)
		return fail<ForgotForm>(answer.problem.status, { email, sent: false, missing: false, problem: answer.problem })
	return { email, sent: true, missing: false, problem: null } satisfies ForgotForm
}

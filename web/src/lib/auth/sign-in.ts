import { signIn as signInBody } from '@enshin/contracts/api.ts'
import type { Problem } from '@enshin/contracts/errors.ts'
import { fail, type RequestEvent, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { writeFacility } from '#lib/server/session.ts'
import { ORIGIN } from '$app/env/private'
import { keepSession } from './keep-session.ts'

/** What the form shows again: what was typed (never the password), and what was wrong. */
export type SignInFailure = { email: string; problem: Problem | null; missing: { email: boolean; password: boolean } }

/** The action of both sign-in pages. `facility` is a facility's slug, or left out on the patients' page. */
export async function signIn({ request, url, cookies, locals }: RequestEvent, facility?: string) {
	const form = await request.formData()
	const email = String(form.get('email') ?? '').trim()
	const password = String(form.get('password') ?? '')
	const body = signInBody.safeParse({ email, password, facility })
	if (!body.success) {
		const missing = { email: email.length < 3, password: password === '' }
		return fail<SignInFailure>(400, { email, problem: null, missing })
	}

	const answer = await ask(locals.api.sessions.$post({ json: body.data }), locals.locale)
	if (!answer.ok) {
		const { problem } = answer
		return fail<SignInFailure>(problem.status, { email, problem, missing: { email: false, password: false } })
	}
	if (facility) writeFacility(cookies, facility, ORIGIN?.startsWith('https:') ?? false)
	redirect(303, keepSession(cookies, answer.data, url.searchParams.get('back')))
}

import { makeProblem, type Problem } from '@enshin/contracts/errors.ts'
import { changePassword as body } from '@enshin/contracts/sign-in.ts'
import type { RequestEvent } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { keepSession } from './keep-session.ts'

export type PasswordForm = { problem: Problem }
type Changed = { ok: true; next: string } | { ok: false; status: number; form: PasswordForm }

/** Takes the form with `current` and `next`; the new token is in its cookie when it went well. */
export async function changePassword({ request, cookies, locals, url }: RequestEvent): Promise<Changed> {
	const form = await request.formData()
	const typed = body.safeParse({ current: form.get('current'), next: form.get('next') })
	if (!typed.success) return refused(makeProblem('request.invalid', locals.locale))
	const answer = await ask(locals.api.password.$put({ json: typed.data }), locals.locale)
	if (!answer.ok) return refused(answer.problem)
	return { ok: true, next: keepSession(cookies, answer.data, url.searchParams.get('back')) }
}

const refused = (problem: Problem): Changed => ({ ok: false, status: problem.status, form: { problem } })

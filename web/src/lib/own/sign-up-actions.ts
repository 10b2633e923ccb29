import { makeProblem } from '@enshin/contracts/errors.ts'
import { confirmSignUp, finishSignUp } from '@enshin/contracts/profile.ts'
import { ask } from '#lib/api/ask.ts'
import type { SignUpDraft } from './draft.ts'

/** Asks the api whether the code is right; the answer has the ticket. */
export async function confirmCode(locals: App.Locals, { id = '', contact }: SignUpDraft, code: string) {
	const body = confirmSignUp.safeParse({ contact, code })
	if (!body.success) return { ok: false as const, problem: makeProblem('code.wrong', locals.locale) }
	return await ask(locals.api['sign-ups'][':id'].code.$post({ param: { id }, json: body.data }), locals.locale)
}

/** The last step: the answers so far, and the password. */
export async function finish(locals: App.Locals, draft: SignUpDraft, password: string) {
	const body = finishSignUp.safeParse({ ...draft, password, locale: locals.locale })
	if (!body.success) return { ok: false as const, problem: makeProblem('request.invalid', locals.locale) }
	return await ask(locals.api['sign-ups'].finish.$post({ json: body.data }), locals.locale)
}

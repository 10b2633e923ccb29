import { beginSignUp } from '@enshin/contracts/profile.ts'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { readDraft, writeDraft } from '#lib/own/draft.ts'
import { pageOf } from '#lib/own/sign-up.ts'
import { homeOf } from '#lib/server/guard.ts'

export function load({ locals, cookies }) {
	if (locals.me) redirect(303, homeOf(locals.me))
	return { contact: readDraft(cookies, 'signUp').contact ?? '' }
}

export const actions = {
	default: async ({ request, locals, cookies }) => {
		const contact = String((await request.formData()).get('contact') ?? '').trim()
		const body = beginSignUp.safeParse({ contact, locale: locals.locale })
		if (!body.success) return fail(400, { contact, missing: true, problem: null })
		const answer = await ask(locals.api['sign-ups'].$post({ json: body.data }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { contact, missing: false, problem: answer.problem })
		// What was answered about the person stays, whichever way the code goes.
		const { id: _, channel: __, ticket: ___, ...answers } = readDraft(cookies, 'signUp')
		writeDraft(cookies, 'signUp', { ...answers, contact, id: answer.data.id, channel: answer.data.channel })
		redirect(303, pageOf('code'))
	},
}

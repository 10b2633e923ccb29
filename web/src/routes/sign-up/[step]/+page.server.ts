import { error, fail, redirect } from '@sveltejs/kit'
import { clearDraft, readDraft, writeDraft } from '#lib/own/draft.ts'
import { readAnswer } from '#lib/own/questions.ts'
import { after, detour, isSignUpStep, questionOf } from '#lib/own/sign-up.ts'
import { confirmCode, finish } from '#lib/own/sign-up-actions.ts'
import { homeOf } from '#lib/server/guard.ts'
import { writeSession } from '#lib/server/session.ts'

export function load({ locals, cookies, params }) {
	if (locals.me) redirect(303, homeOf(locals.me))
	if (!isSignUpStep(params.step)) error(404, { message: '', code: 'not_found' })
	const draft = readDraft(cookies, 'signUp')
	const elsewhere = detour(params.step, draft)
	if (elsewhere) redirect(303, elsewhere)
	const { contact = '', channel = 'mail', name, kana, birthDate, sex, telephone } = draft
	return { step: params.step, contact, channel, answers: { name, kana, birthDate, sex, telephone } }
}

export const actions = {
	default: async ({ request, locals, cookies, params }) => {
		if (!isSignUpStep(params.step)) error(404, { message: '', code: 'not_found' })
		const draft = readDraft(cookies, 'signUp')
		const elsewhere = detour(params.step, draft)
		if (elsewhere) redirect(303, elsewhere)
		const form = await request.formData()
		const question = questionOf(params.step)
		if (question) {
			const { answers, wrong, typed } = readAnswer(question, form)
			if (wrong.length > 0) return fail(400, { wrong, typed, problem: null })
			writeDraft(cookies, 'signUp', { ...draft, ...answers })
		} else if (params.step === 'code') {
			const answer = await confirmCode(locals, draft, String(form.get('code') ?? ''))
			if (!answer.ok) return fail(answer.problem.status, { wrong: [], typed: {}, problem: answer.problem })
			writeDraft(cookies, 'signUp', { ...draft, ticket: answer.data.ticket })
		} else {
			const answer = await finish(locals, draft, String(form.get('password') ?? ''))
			if (!answer.ok) return fail(answer.problem.status, { wrong: [], typed: {}, problem: answer.problem })
			clearDraft(cookies, 'signUp')
			writeSession(cookies, answer.data.token, answer.data.expiresAt)
		}
		redirect(303, after(params.step))
	},
}

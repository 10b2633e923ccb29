import { addFamilyMember } from '@enshin/contracts/profile.ts'
import { error, fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { clearDraft, readDraft, writeDraft } from '#lib/own/draft.ts'
import { isMemberStep, memberStepAfter, missingBefore } from '#lib/own/member-steps.ts'
import { readAnswer } from '#lib/own/questions.ts'

function read(text: string) {
	if (!isMemberStep(text)) error(404, { message: '', code: 'not_found' })
	return text
}

export function load({ params, cookies }) {
	const step = read(params.step)
	const answers = readDraft(cookies, 'member')
	const elsewhere = missingBefore(step, answers)
	if (elsewhere) redirect(303, elsewhere)
	return { step, answers }
}

export const actions = {
	default: async ({ request, locals, cookies, params }) => {
		const step = read(params.step)
		const { answers, wrong, typed } = readAnswer(step, await request.formData())
		if (wrong.length > 0) return fail(400, { wrong, typed, problem: null })
		const draft = { ...readDraft(cookies, 'member'), ...answers }
		writeDraft(cookies, 'member', draft)
		const next = memberStepAfter(step)
		if (next) redirect(303, next)
		const body = addFamilyMember.safeParse(draft)
		if (!body.success) redirect(303, '/family/add/name')
		const answer = await ask(locals.api.family.$post({ json: body.data }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { wrong, typed, problem: answer.problem })
		clearDraft(cookies, 'member')
		redirect(303, `/family?added=${answer.data.patientId}`)
	},
}

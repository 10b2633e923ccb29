import { changeFamilyMember } from '@enshin/contracts/profile.ts'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { findMember } from '#lib/own/find-member.ts'
import { readAnswer } from '#lib/own/questions.ts'

export async function load({ locals, params }) {
	return { member: await findMember(locals, params.id) }
}

export const actions = {
	default: async ({ request, locals, params }) => {
		const { answers, wrong, typed } = readAnswer('relation', await request.formData())
		const body = changeFamilyMember.safeParse(answers)
		if (!body.success) return fail(400, { wrong, typed, problem: null })
		const patch = locals.api.family[':patientId'].$patch({ param: { patientId: params.id }, json: body.data })
		const answer = await ask(patch, locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { wrong, typed, problem: answer.problem })
		redirect(303, '/family?saved')
	},
}

import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { findMember } from '#lib/own/find-member.ts'

export async function load({ locals, params }) {
	const [member, leaving] = await Promise.all([
		findMember(locals, params.id),
		from(locals, (api) => api.profile.leaving.$get()),
	])
	return { member, alone: leaving.members.some(({ patientId }) => patientId === params.id) }
}

export const actions = {
	default: async ({ locals, params }) => {
		const param = { patientId: params.id }
		const answer = await ask(locals.api.family[':patientId'].$delete({ param }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { problem: answer.problem })
		redirect(303, '/family?ended')
	},
}

import { makeProblem } from '@enshin/contracts/errors.ts'
import { approveMembership, labelMembership, refuseMembership } from '@enshin/contracts/memberships.ts'
import { fail } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { facilityOf } from '#lib/desk/facility-of.ts'
import { readNumbers } from '#lib/patients/read-numbers.ts'

export async function load({ locals, params }) {
	const param = { facilityId: facilityOf(locals), patientId: params.id }
	const [patient, { labels }] = await Promise.all([
		from(locals, (api) => api.facilities[':facilityId'].patients[':patientId'].$get({ param })),
		from(locals, (api) => api.facilities[':facilityId'].labels.$get({ param })),
	])
	return { patient, labels, now: new Date().toISOString() }
}

const invalid = (locals: App.Locals) =>
	fail(400, { done: null, problem: makeProblem('request.invalid', locals.locale) })

export const actions = {
	approve: async ({ request, locals }) => {
		const form = await request.formData()
		const body = approveMembership.safeParse({ ...readNumbers(form), from: form.get('from') })
		if (!body.success) return invalid(locals)
		const param = { id: String(form.get('membershipId')) }
		const answer = await ask(locals.api.memberships[':id'].approve.$post({ param, json: body.data }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { done: null, problem: answer.problem })
		return { done: 'approved' as const, problem: null }
	},
	refuse: async ({ request, locals }) => {
		const form = await request.formData()
		const body = refuseMembership.safeParse({ reason: form.get('reason') })
		if (!body.success) return invalid(locals)
		const param = { id: String(form.get('membershipId')) }
		const answer = await ask(locals.api.memberships[':id'].refuse.$post({ param, json: body.data }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { done: null, problem: answer.problem })
		return { done: 'refused' as const, problem: null }
	},
	label: async ({ request, locals, params }) => {
		const body = labelMembership.safeParse(readNumbers(await request.formData()))
		if (!body.success) return invalid(locals)
		const param = { facilityId: facilityOf(locals), patientId: params.id }
		const patch = locals.api.facilities[':facilityId'].patients[':patientId'].labels.$patch({ param, json: body.data })
		const answer = await ask(patch, locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { done: null, problem: answer.problem })
		return { done: 'saved' as const, problem: null }
	},
}

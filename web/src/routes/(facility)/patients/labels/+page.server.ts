import { may } from '@enshin/contracts/access.ts'
import { makeProblem } from '@enshin/contracts/errors.ts'
import { nameLabel } from '@enshin/contracts/memberships.ts'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { facilityOf } from '#lib/desk/facility-of.ts'
import { personHere } from '#lib/server/person.ts'

export async function load({ locals }) {
	if (!may(personHere(locals).role, 'label.define')) redirect(303, '/patients')
	const param = { facilityId: facilityOf(locals) }
	return await from(locals, (api) => api.facilities[':facilityId'].labels.$get({ param }))
}

const invalid = (locals: App.Locals) =>
	fail(400, { saved: false, problem: makeProblem('request.invalid', locals.locale) })

export const actions = {
	add: async ({ request, locals }) => {
		const body = nameLabel.safeParse({ name: (await request.formData()).get('name') })
		if (!body.success) return invalid(locals)
		const param = { facilityId: facilityOf(locals) }
		const answer = await ask(
			locals.api.facilities[':facilityId'].labels.$post({ param, json: body.data }),
			locals.locale,
		)
		if (!answer.ok) return fail(answer.problem.status, { saved: false, problem: answer.problem })
		return { saved: true, problem: null }
	},
	rename: async ({ request, locals }) => {
		const form = await request.formData()
		const body = nameLabel.safeParse({ name: form.get('name') })
		if (!body.success) return invalid(locals)
		const param = { facilityId: facilityOf(locals), labelId: String(form.get('labelId')) }
		const patch = locals.api.facilities[':facilityId'].labels[':labelId'].$patch({ param, json: body.data })
		const answer = await ask(patch, locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { saved: false, problem: answer.problem })
		return { saved: true, problem: null }
	},
	remove: async ({ request, locals }) => {
		const param = { facilityId: facilityOf(locals), labelId: String((await request.formData()).get('labelId')) }
		const answer = await ask(locals.api.facilities[':facilityId'].labels[':labelId'].$delete({ param }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { saved: false, problem: answer.problem })
		return { saved: true, problem: null }
	},
}

import { makeProblem } from '@enshin/contracts/errors.ts'
import { beginEmailChange, confirmEmailChange } from '@enshin/contracts/profile.ts'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { requireFresh, stepUpWhere } from '#lib/auth/require-fresh.ts'

/** A new address is the way to a new password: who asks proves again who they are. */
export function load({ locals, url }) {
	if (locals.me?.actingFor) redirect(303, '/profile')
	requireFresh(locals, url)
}

const refused = (email: string, locals: App.Locals) =>
	({ email, id: null, problem: makeProblem('contact.invalid', locals.locale) }) as const

export const actions = {
	begin: async ({ request, locals, url }) => {
		const email = String((await request.formData()).get('email') ?? '').trim()
		const body = beginEmailChange.safeParse({ email })
		if (!body.success) return fail(400, refused(email, locals))
		const answer = await ask(locals.api.profile.email.$post({ json: body.data }), locals.locale)
		if (!answer.ok) {
			stepUpWhere(answer.problem, url)
			return fail(answer.problem.status, { email, id: null, problem: answer.problem })
		}
		return { email, id: answer.data.id, problem: null }
	},
	confirm: async ({ request, locals }) => {
		const form = await request.formData()
		const [email, id] = [String(form.get('email') ?? ''), String(form.get('id') ?? '')]
		const body = confirmEmailChange.safeParse({ email, code: form.get('code') })
		if (!body.success) return fail(400, { email, id, problem: makeProblem('code.wrong', locals.locale) })
		const confirm = locals.api.profile.email[':id'].code.$post({ param: { id }, json: body.data })
		const answer = await ask(confirm, locals.locale)
		if (answer.ok) redirect(303, '/profile?saved')
		const over = answer.problem.code === 'code.expired'
		return fail(answer.problem.status, { email, id: over ? null : id, problem: answer.problem })
	},
}

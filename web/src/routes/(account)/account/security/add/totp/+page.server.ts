import { makeProblem } from '@enshin/contracts/errors.ts'
import { confirmTotp } from '@enshin/contracts/sign-in.ts'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { finishEnrolment } from '#lib/auth/finish-enrolment.ts'
import { requireFresh, stepUpWhere } from '#lib/auth/require-fresh.ts'

export function load({ locals, url }) {
	requireFresh(locals, url)
}

export const actions = {
	/** A new secret: a change, so no page is loaded for it, and nothing loads it ahead of a tap. */
	begin: async ({ locals, url }) => {
		const answer = await ask(locals.api.factors.totp.$post(), locals.locale)
		if (!answer.ok) {
			stepUpWhere(answer.problem, url)
			return fail(answer.problem.status, { problem: answer.problem, begun: null, recoveryCodes: null })
		}
		return { begun: answer.data, problem: null, recoveryCodes: null }
	},
	confirm: async (event) => {
		const { request, locals, url } = event
		const form = await request.formData()
		const text = (name: string) => String(form.get(name) ?? '')
		const begun = { factorId: text('factorId'), secret: text('secret'), uri: text('uri') }
		if (!begun.factorId) redirect(303, url.pathname + url.search.replace('/confirm', ''))
		const typed = confirmTotp.safeParse({ code: text('code') })
		if (!typed.success)
			return fail(422, { begun, problem: makeProblem('auth.code_wrong', locals.locale), recoveryCodes: null })
		const param = { id: begun.factorId }
		const answer = await ask(locals.api.factors.totp[':id'].$post({ param, json: typed.data }), locals.locale)
		if (!answer.ok) {
			stepUpWhere(answer.problem, url)
			return fail(answer.problem.status, { begun, problem: answer.problem, recoveryCodes: null })
		}
		return finishEnrolment(event, answer.data)
	},
}

import { makeProblem, type Problem } from '@enshin/contracts/errors.ts'
import { confirmSms, type SmsDelivery } from '@enshin/contracts/sign-in.ts'
import { fail } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { finishEnrolment } from '#lib/auth/finish-enrolment.ts'
import { requireFresh, stepUpWhere } from '#lib/auth/require-fresh.ts'

export function load({ locals, url }) {
	requireFresh(locals, url)
}

type Sent = { challengeId: string; delivery: SmsDelivery; telephone: string }
const refused = (problem: Problem, telephone: string, sent: Sent | null) =>
	fail(problem.status, { problem, telephone, sent, recoveryCodes: null, next: null })

export const actions = {
	send: async ({ request, locals, url }) => {
		const telephone = String((await request.formData()).get('telephone') ?? '').trim()
		if (telephone === '') return refused(makeProblem('telephone.invalid', locals.locale), telephone, null)
		const answer = await ask(locals.api.factors.sms.$post({ json: { telephone } }), locals.locale)
		if (!answer.ok) {
			stepUpWhere(answer.problem, url)
			return refused(answer.problem, telephone, null)
		}
		const { challengeId, delivery } = answer.data
		return { problem: null, telephone, sent: { challengeId, delivery, telephone }, recoveryCodes: null, next: null }
	},
	confirm: async (event) => {
		const { request, locals, url } = event
		const form = await request.formData()
		const text = (name: string) => String(form.get(name) ?? '')
		const telephone = text('telephone')
		const sent = { challengeId: text('challengeId'), delivery: 'sent' as const, telephone }
		const typed = confirmSms.safeParse({ challengeId: sent.challengeId, code: text('code') })
		if (!typed.success) return refused(makeProblem('auth.code_wrong', locals.locale), telephone, sent)
		const answer = await ask(locals.api.factors.sms.confirm.$post({ json: typed.data }), locals.locale)
		if (answer.ok) return { ...finishEnrolment(event, answer.data), telephone, sent: null }
		stepUpWhere(answer.problem, url)
		return refused(answer.problem, telephone, answer.problem.code === 'auth.code_expired' ? null : sent)
	},
}

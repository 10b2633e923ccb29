import { makeProblem } from '@enshin/contracts/errors.ts'
import { confirmPasskey } from '@enshin/contracts/sign-in.ts'
import { fail } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { finishEnrolment } from '#lib/auth/finish-enrolment.ts'
import { requireFresh, stepUpWhere } from '#lib/auth/require-fresh.ts'

export function load({ locals, url }) {
	requireFresh(locals, url)
}

export const actions = {
	default: async (event) => {
		const { request, locals, url } = event
		const form = await request.formData()
		const refused = (problem: ReturnType<typeof makeProblem>) =>
			fail(problem.status, { problem, recoveryCodes: null, next: null })
		const typed = confirmPasskey.safeParse({
			challengeId: form.get('challengeId'),
			response: parsed(String(form.get('response') ?? '')),
			name: String(form.get('name') ?? ''),
		})
		if (!typed.success) return refused(makeProblem('auth.passkey_failed', locals.locale))
		const answer = await ask(locals.api.factors.passkeys.$post({ json: typed.data }), locals.locale)
		if (answer.ok) return finishEnrolment(event, answer.data)
		stepUpWhere(answer.problem, url)
		return refused(answer.problem)
	},
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json)
	} catch {
		return null
	}
}

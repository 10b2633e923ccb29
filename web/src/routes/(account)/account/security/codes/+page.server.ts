import { fail } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { requireFresh, stepUpWhere } from '#lib/auth/require-fresh.ts'

export async function load({ locals, url }) {
	requireFresh(locals, url)
	const { recoveryCodesLeft } = await from(locals, (api) => api.factors.$get())
	return { recoveryCodesLeft }
}

export const actions = {
	default: async ({ locals, url }) => {
		const answer = await ask(locals.api.factors['recovery-codes'].$post(), locals.locale)
		if (answer.ok) return { recoveryCodes: answer.data.recoveryCodes, problem: null }
		stepUpWhere(answer.problem, url)
		return fail(answer.problem.status, { recoveryCodes: null, problem: answer.problem })
	},
}

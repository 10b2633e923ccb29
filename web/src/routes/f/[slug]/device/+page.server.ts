import { makeProblem, type Problem } from '@enshin/contracts/errors.ts'
import { redeemDeviceCode } from '@enshin/contracts/settings.ts'
import { fail } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { writeDevice } from '#lib/server/device.ts'

type Redeemed = { problem: Problem | null; done: boolean }

/** Registers this browser with a code that an admin made (Q55). */
export const actions = {
	default: async ({ request, params, locals, cookies }) => {
		const form = await request.formData()
		const typed = { facility: params.slug, code: String(form.get('code') ?? '') }
		if (!redeemDeviceCode.safeParse(typed).success) {
			return fail<Redeemed>(422, { problem: makeProblem('device.code_wrong', locals.locale), done: false })
		}
		const answer = await ask(locals.api.devices.redeem.$post({ json: typed }), locals.locale)
		if (!answer.ok) return fail<Redeemed>(answer.problem.status, { problem: answer.problem, done: false })
		writeDevice(cookies, answer.data.secret)
		return { problem: null, done: true } satisfies Redeemed
	},
}

import { makeProblem } from '@enshin/contracts/errors.ts'
import { usePasswordReset } from '@enshin/contracts/sign-in.ts'
import { fail } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'

// The link's token stands behind the hash sign: the browser keeps it to itself until it is sent in a form.
const nothing = { problem: null, checked: null, token: '', done: false, door: '/sign-in' }

export const actions = {
	/** Whether the link works, and what the new password must be. */
	check: async ({ request, locals }) => {
		const token = String((await request.formData()).get('token') ?? '')
		const answer = await ask(locals.api['password-resets'].check.$post({ json: { token } }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { ...nothing, problem: answer.problem })
		return { ...nothing, checked: answer.data.rules, token, door: doorOf(answer.data.facilitySlug) }
	},
	use: async ({ request, locals }) => {
		const form = await request.formData()
		const token = String(form.get('token') ?? '')
		const typed = usePasswordReset.safeParse({ token, password: form.get('next') })
		const checked = await ask(locals.api['password-resets'].check.$post({ json: { token } }), locals.locale)
		if (!checked.ok) return fail(checked.problem.status, { ...nothing, problem: checked.problem })
		const shown = { ...nothing, checked: checked.data.rules, token, door: doorOf(checked.data.facilitySlug) }
		if (!typed.success) return fail(422, { ...shown, problem: makeProblem('password.refused', locals.locale) })
		const answer = await ask(locals.api['password-resets'].use.$post({ json: typed.data }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { ...shown, problem: answer.problem })
		return { ...shown, token: '', done: true }
	},
}

const doorOf = (slug: string | null): string => (slug === null ? '/sign-in' : `/f/${slug}/sign-in`)

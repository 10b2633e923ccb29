import { fail, redirect } from '@sveltejs/kit'
import { load as from } from '#lib/api/load.ts'
import { changePassword } from '#lib/auth/change-password.ts'

export async function load({ locals }) {
	return { rules: await from(locals, (api) => api.password.rules.$get()) }
}

export const actions = {
	default: async (event) => {
		const changed = await changePassword(event)
		if (!changed.ok) return fail(changed.status, changed.form)
		redirect(303, '/account/security?password-changed')
	},
}

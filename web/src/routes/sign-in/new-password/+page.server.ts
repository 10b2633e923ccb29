import { fail, redirect } from '@sveltejs/kit'
import { load as from } from '#lib/api/load.ts'
import { changePassword } from '#lib/auth/change-password.ts'
import { nextPage } from '#lib/auth/keep-session.ts'

export async function load({ locals, url }) {
	const { session, me } = locals
	if (session?.state !== 'password_change')
		redirect(303, session ? nextPage({ ...session, me }, url.searchParams.get('back')) : '/')
	return { rules: await from(locals, (api) => api.password.rules.$get()) }
}

export const actions = {
	default: async (event) => {
		const changed = await changePassword(event)
		if (!changed.ok) return fail(changed.status, changed.form)
		redirect(303, changed.next)
	},
}

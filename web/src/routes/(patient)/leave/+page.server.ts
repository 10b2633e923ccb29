import { redirect } from '@sveltejs/kit'
import { load as from } from '#lib/api/load.ts'

export async function load({ locals }) {
	if (locals.me?.actingFor) redirect(303, '/profile')
	return { leaving: await from(locals, (api) => api.profile.leaving.$get()) }
}

import { load as from } from '#lib/api/load.ts'

export async function load({ locals, url }) {
	const profile = await from(locals, (api) => api.profile.$get())
	return { profile, saved: url.searchParams.has('saved') }
}

import { load as from } from '#lib/api/load.ts'

export async function load({ locals, url }) {
	const welcome = url.searchParams.has('welcome')
	const [{ memberships }, profile] = await Promise.all([
		from(locals, (api) => api.memberships.$get()),
		welcome ? from(locals, (api) => api.profile.$get()) : null,
	])
	return { memberships, welcome: profile?.patientNumber ?? null, requested: url.searchParams.has('requested') }
}

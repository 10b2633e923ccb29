import { load as from } from '#lib/api/load.ts'

export async function load({ locals, url }) {
	const family = await from(locals, (api) => api.family.$get())
	const added = family.members.find(({ patientId }) => patientId === url.searchParams.get('added'))
	const told = ['saved', 'ended'].find((one) => url.searchParams.has(one)) as 'saved' | 'ended' | undefined
	return { family, added: added?.name ?? null, told: told ?? null }
}

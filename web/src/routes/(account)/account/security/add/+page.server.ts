import { load as from } from '#lib/api/load.ts'
import { requireFresh } from '#lib/auth/require-fresh.ts'

export async function load({ locals, url }) {
	requireFresh(locals, url)
	const { factors } = await from(locals, (api) => api.factors.$get())
	return { factors }
}

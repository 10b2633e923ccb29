import { load as loadFrom } from '#lib/api/load.ts'

/** Where the api does not offer it, there is no such page. */
export async function load({ locals }) {
	return await loadFrom(locals, (api) => api.dev.outbox.$get())
}

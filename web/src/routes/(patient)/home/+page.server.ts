import { load as from } from '#lib/api/load.ts'

export async function load({ locals }) {
	return from(locals, (api) => api.appointments.$get())
}

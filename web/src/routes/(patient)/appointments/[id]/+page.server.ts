import { load as from } from '#lib/api/load.ts'

const news = ['booked', 'changed', 'cancelled'] as const

export async function load({ locals, params, url }) {
	const appointment = await from(locals, (api) => api.appointments[':id'].$get({ param: { id: params.id } }))
	return { appointment, done: news.find((what) => url.searchParams.has(what)) ?? null }
}

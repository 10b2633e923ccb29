import { readFilter } from '#lib/access-log/filter.ts'
import { ask } from '#lib/api/ask.ts'
import { load as loadFrom } from '#lib/api/load.ts'
import { facilityOf } from '#lib/desk/facility-of.ts'

/** A page of the log; with `q`, the patients whom it may mean. */
export async function load({ locals, url }) {
	const filter = readFilter(url.searchParams)
	const before = url.searchParams.get('before') ?? undefined
	const words = (url.searchParams.get('q') ?? '').trim().slice(0, 100)
	const page = await loadFrom(locals, (api) =>
		api['access-log'].$get({
			query: { ...filter, ...(before !== undefined && /^\d{1,15}$/.test(before) && { before }) },
		}),
	)
	return {
		filter,
		words,
		paged: before !== undefined,
		found: words === '' ? null : await findPatients(locals, words),
		...page,
	}
}

async function findPatients(locals: App.Locals, q: string) {
	const param = { facilityId: facilityOf(locals) }
	const answer = await ask(locals.api.facilities[':facilityId'].patients.$get({ param, query: { q } }), locals.locale)
	return answer.ok ? answer.data.patients.map(({ id, name, patientNumber }) => ({ id, name, patientNumber })) : []
}

import { searchBy, searchPatients } from '@enshin/contracts/memberships.ts'
import { load as from } from '#lib/api/load.ts'
import { facilityOf } from '#lib/desk/facility-of.ts'
import { readList } from '#lib/patients/lists.ts'

/** One of three lists; the approved ones can be searched. Each look is a line in the access log, with whom it showed. */
export async function load({ locals, url }) {
	const param = { facilityId: facilityOf(locals) }
	const list = readList(url.searchParams.get('list'))
	const labels = (await from(locals, (api) => api.facilities[':facilityId'].labels.$get({ param }))).labels
	if (list !== 'approved') {
		const query = { status: list }
		const found = await from(locals, (api) => api.facilities[':facilityId'].memberships.$get({ param, query }))
		return {
			list,
			labels,
			search: { q: '', by: 'any' as const, labelId: null },
			now: new Date().toISOString(),
			...found,
		}
	}
	const by = searchBy.catch('any').parse(url.searchParams.get('by') ?? 'any')
	const labelId = labels.find(({ id }) => id === url.searchParams.get('label'))?.id ?? null
	const query = searchPatients.parse({
		q: (url.searchParams.get('q') ?? '').slice(0, 100),
		by,
		...(labelId && { labelId }),
	})
	const found = await from(locals, (api) => api.facilities[':facilityId'].patients.$get({ param, query }))
	return { list, labels, search: { q: query.q, by, labelId }, now: new Date().toISOString(), ...found }
}

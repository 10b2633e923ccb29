import { groupLooks } from '#lib/access-log/group-looks.ts'
import { load as loadFrom } from '#lib/api/load.ts'

/** Who looked at the patient's data; `before` is where the page before ended. */
export async function load({ locals, url }) {
	const before = url.searchParams.get('before')
	const query = before !== null && /^[\dT:.Z-]{20,30}$/.test(before) ? { before } : {}
	const { looks, nextBefore } = await loadFrom(locals, (api) => api.me['access-log'].$get({ query }))
	return { looks: groupLooks(looks), nextBefore }
}

import { ask } from '#lib/api/ask.ts'
import { answerJson } from '#lib/desk/answer.ts'
import { facilityOf } from '#lib/desk/facility-of.ts'

/** The own facility's patients whose name or number holds the words. */
export async function GET({ locals, url }) {
	const param = { facilityId: facilityOf(locals) }
	const query = { q: (url.searchParams.get('q') ?? '').slice(0, 100) }
	return answerJson(await ask(locals.api.facilities[':facilityId'].patients.$get({ param, query }), locals.locale))
}

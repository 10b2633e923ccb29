import { ask } from '#lib/api/ask.ts'
import { fail } from '#lib/api/load.ts'
import { areas } from '#lib/i18n/index.ts'
import { atomFeed } from '#lib/notices/atom.ts'
import { ORIGIN } from '$app/env/private'

/** What everybody was told lately, for feed readers (WP§9). */
export async function GET({ locals, url }) {
	const answer = await ask(locals.api.notices.$get({ query: { past: 'true' } }), locals.locale)
	if (!answer.ok) fail(answer.problem)
	const feed = atomFeed(answer.data.notices, ORIGIN ?? url.origin, areas.notices[locals.locale], locals.locale)
	return new Response(feed, { headers: { 'content-type': 'application/atom+xml; charset=utf-8' } })
}

import type { Notice } from '@enshin/contracts/operations.ts'
import type { Cookies } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { readDismissed } from './dismissed.ts'

/** What this page tells above its own content. A page must not fail because there is nobody to ask: then it tells nothing. */
export async function loadNotices(locals: App.Locals, cookies: Cookies, slug: string | undefined): Promise<Notice[]> {
	if (!locals.api) return []
	const query = slug === undefined ? {} : { facility: slug }
	const answer = locals.me
		? await ask(locals.api.me.notices.$get(), locals.locale)
		: await ask(locals.api.notices.$get({ query }), locals.locale)
	if (!answer.ok) return []
	const closed = new Set(readDismissed(cookies))
	return answer.data.notices.filter(({ id, kind }) => kind === 'incident' || !closed.has(id))
}

import { loadNotices } from '#lib/notices/load-notices.ts'
import { noticesKey } from '#lib/notices/notices-key.ts'

/** What every page knows: the language, who is signed in, what the session may do, and what everybody is told. */
export async function load({ locals, cookies, params, depends }) {
	depends(noticesKey)
	const slug = 'slug' in params ? params.slug : undefined
	const notices = await loadNotices(locals, cookies, slug)
	return { locale: locals.locale, me: locals.me, session: locals.session, notices }
}

import { loadNotices } from '#lib/notices/load-notices.ts'
import { noticesKey } from '#lib/notices/notices-key.ts'

/** What every page knows: the language, who is signed in, and what everybody is told. */
export async function load({ locals, cookies, params, depends }) {
	depends(noticesKey)
	const slug = 'slug' in params ? params.slug : undefined
	return { locale: locals.locale, me: locals.me, notices: await loadNotices(locals, cookies, slug) }
}

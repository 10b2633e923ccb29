import { fail, redirect } from '@sveltejs/kit'
import { safeBack } from '#lib/server/guard.ts'
import { readFacility } from '#lib/server/session.ts'

function doorOf(slug: string, url: URL): string {
	const back = safeBack(url.searchParams.get('back'))
	return `/f/${encodeURIComponent(slug)}/sign-in${back ? `?back=${encodeURIComponent(back)}` : ''}`
}

/** This browser's own facility comes by itself, unless somebody asks for another. */
export function load({ cookies, url }) {
	const known = readFacility(cookies)
	if (known && !url.searchParams.has('choose')) redirect(303, doorOf(known, url))
}

export const actions = {
	default: async ({ request, url }) => {
		const typed = String((await request.formData()).get('facility') ?? '').trim()
		const slug = typed.normalize('NFKC').toLowerCase()
		if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) return fail(400, { typed })
		redirect(303, doorOf(slug, url))
	},
}

import { redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { nextPage } from '#lib/auth/keep-session.ts'
import { prove } from '#lib/auth/prove.ts'

/** For a page that is loaded anew while the screen is locked; otherwise the lock stands above the page (LockScreen). */
export function load({ locals, url }) {
	const { session, me } = locals
	if (!session?.locked) redirect(303, session ? nextPage({ ...session, me }, url.searchParams.get('back')) : '/')
	return { session }
}

export const actions = {
	give: (event) =>
		prove(event, async (proof) => {
			const { api, locale } = event.locals
			const json =
				proof.kind === 'passkey' || proof.kind === 'password' ? proof : { kind: 'password' as const, password: '?' }
			return ask(api.sessions.current.unlock.$post({ json }), locale)
		}),
}

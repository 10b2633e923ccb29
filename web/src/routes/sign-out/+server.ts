import { redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { clearActing } from '#lib/server/acting.ts'
import { clearSession, readFacility } from '#lib/server/session.ts'

/** Ends the session at the api and on this browser; the browser's part holds even when the api is away. */
export async function POST({ cookies, locals }) {
	await ask(locals.api.sessions.current.$delete(), locals.locale)
	clearSession(cookies)
	clearActing(cookies)
	const door = locals.me?.role === 'patient' ? undefined : readFacility(cookies)
	redirect(303, door ? `/f/${encodeURIComponent(door)}/sign-in?signed-out` : '/sign-in?signed-out')
}

import type { OpenedSession } from '@enshin/contracts/sign-in.ts'
import type { Cookies } from '@sveltejs/kit'
import { homeOf, nextStep, safeBack } from '#lib/server/guard.ts'
import { writeSession } from '#lib/server/session.ts'

/** Puts the new token in place of the old one, and says where to go: the step that is missing, or back to where one was. */
export function keepSession(cookies: Cookies, session: OpenedSession, back: string | null): string {
	writeSession(cookies, session.token, session.expiresAt)
	return nextPage(session, back)
}

export function nextPage({ state, me }: Pick<OpenedSession, 'state' | 'me'>, back: string | null): string {
	const safe = safeBack(back)
	if (state !== 'full') return nextStep(state, safe)
	return safe ?? (me ? homeOf(me) : '/')
}

import type { Problem } from '@enshin/contracts/errors.ts'
import { redirect } from '@sveltejs/kit'

/** For pages that do what asks for a fresh proof: away to prove it, and back again. While signing in it was just given. */
export function requireFresh({ session }: App.Locals, url: URL): void {
	if (session?.state === 'full' && !session.fresh) stepUp(url)
}

/** The api has the last word: the proof may have grown old on the page. */
export function stepUpWhere({ code }: Problem, url: URL): void {
	if (code === 'auth.step_up') stepUp(url)
}

function stepUp(url: URL): never {
	redirect(303, `/account/security/confirm?back=${encodeURIComponent(url.pathname)}`)
}

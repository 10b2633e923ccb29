import { redirect } from '@sveltejs/kit'
import { homeOf } from '#lib/server/guard.ts'

/** The welcome is for strangers; everybody else goes on to their own page. */
export function load({ locals }) {
	if (locals.me) redirect(303, homeOf(locals.me))
}

/** For everybody who is signed in; adding a factor is for who must enrol one to sign in, too. The hook has seen to that. */
import { fail } from '#lib/api/load.ts'

export function load({ locals }) {
	if (locals.outage) fail(locals.outage)
}

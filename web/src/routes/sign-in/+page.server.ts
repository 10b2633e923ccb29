import { redirect } from '@sveltejs/kit'
import { signIn } from '#lib/auth/sign-in.ts'
import { homeOf } from '#lib/server/guard.ts'

export function load({ locals }) {
	if (locals.me) redirect(303, homeOf(locals.me))
}

export const actions = { default: (event) => signIn(event) }

import type { Enrolled } from '@enshin/contracts/sign-in.ts'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { keepSession } from './keep-session.ts'

/** After a factor was added: the new token, and the recovery codes where there are any, once; else onwards at once. */
export function finishEnrolment({ cookies, url }: RequestEvent, { session, recoveryCodes }: Enrolled) {
	const back = url.searchParams.get('back') ?? '/account/security?added'
	const next = keepSession(cookies, session, back)
	if (recoveryCodes === null) redirect(303, next)
	return { recoveryCodes, next, problem: null, begun: null }
}

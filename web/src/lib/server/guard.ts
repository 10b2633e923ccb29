import type { Me } from '@enshin/contracts/api.ts'
import type { SessionState } from '@enshin/contracts/ids.ts'
import type { PageSession } from '#lib/auth/page-session.ts'

/** Where somebody's day begins. */
export function homeOf(me: Me): '/home' | '/day' {
	return me.role === 'patient' ? '/home' : '/day'
}

/**
 * Where a request must go instead, or null when it may stay. The groups say who a page is for: `(patient)`,
 * `(facility)`, and `(call)` for both sides of a call; everything else is open. `door` is the slug of the facility
 * whose people last signed in on this browser.
 */
export function redirectFor(request: {
	routeId: string | null
	me: Me | null
	session: Pick<PageSession, 'state' | 'locked'> | null
	/** Path and query, to come back to. */
	from: string
	door: string | undefined
}): string | null {
	const { routeId, session, from } = request
	const group = routeId?.match(/^\/\((patient|facility|call|account)\)/)?.[1]
	if (!group) return null
	// A call goes on, whatever became of the screen (離席).
	if (session?.locked && group !== 'call') return `/locked?back=${encodeURIComponent(from)}`
	if (session && session.state !== 'full') {
		const enrols = session.state === 'enrolment' && routeId?.startsWith('/(account)/account/security/add')
		return enrols ? null : nextStep(session.state, from)
	}
	if (!request.me) return signInPath(group, from, request.door)
	if (group === 'account') return null
	const side = request.me.role === 'patient' ? 'patient' : 'facility'
	return group === 'call' || group === side ? null : homeOf(request.me)
}

/** The page of the step that a session still lacks. */
export function nextStep(state: Exclude<SessionState, 'full'>, back: string | null): string {
	const query = back === null ? '' : `?back=${encodeURIComponent(back)}`
	return `${stepPages[state]}${query}`
}

const stepPages: Record<Exclude<SessionState, 'full'>, string> = {
	second_factor: '/sign-in/step',
	enrolment: '/account/security/add',
	password_change: '/sign-in/new-password',
}

function signInPath(group: string, from: string, door: string | undefined): string {
	const forPatients = group === 'patient' || (group !== 'facility' && door === undefined)
	const path = forPatients ? '/sign-in' : door === undefined ? '/f' : `/f/${encodeURIComponent(door)}/sign-in`
	return `${path}?back=${encodeURIComponent(from)}`
}

/** The page to go to after signing in: a path of ours, or null. `//host` and `/\host` would leave the site. */
export function safeBack(back: string | null | undefined): string | null {
	if (!back || !/^\/(?![/\\])[^\\\s]*$/.test(back)) return null
	const url = new URL(back, 'http://here.invalid')
	return url.host === 'here.invalid' ? url.pathname + url.search : null
}

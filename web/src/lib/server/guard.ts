import type { Me } from '@enshin/contracts/api.ts'

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
	/** Path and query, to come back to. */
	from: string
	door: string | undefined
}): string | null {
	const group = request.routeId?.match(/^\/\((patient|facility|call)\)/)?.[1]
	if (!group) return null
	if (!request.me) return signInPath(group, request.from, request.door)
	const side = request.me.role === 'patient' ? 'patient' : 'facility'
	return group === 'call' || group === side ? null : homeOf(request.me)
}

function signInPath(group: string, from: string, door: string | undefined): string {
	const forPatients = group === 'patient' || (group === 'call' && door === undefined)
	const path = forPatients ? '/sign-in' : door === undefined ? '/f' : `/f/${encodeURIComponent(door)}/sign-in`
	return `${path}?back=${encodeURIComponent(from)}`
}

/** The page to go to after signing in: a path of ours, or null. `//host` and `/\host` would leave the site. */
export function safeBack(back: string | null | undefined): string | null {
	if (!back || !/^\/(?![/\\])[^\\\s]*$/.test(back)) return null
	const url = new URL(back, 'http://here.invalid')
	return url.host === 'here.invalid' ? url.pathname + url.search : null
}

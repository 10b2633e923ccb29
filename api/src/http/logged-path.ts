import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * A request's path as the log may keep it: as its route is written, with the ids that stand in it. Whatever else is in an
 * address may open a door (an invitation's token) or name somebody. Ask it once a handler has run.
 */
export function loggedPath(c: Context): string {
	const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path
	if (route === undefined) return 'unknown'
	const asked = c.req.path.split('/')
	const keep = (part: string, at: number) => (part.startsWith(':') && uuid.test(asked[at] ?? '') ? asked[at] : part)
	return route.split('/').map(keep).join('/')
}

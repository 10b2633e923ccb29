import { notice } from '@enshin/contracts/operations.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { json, problems } from '../http/responses.ts'
import { createPublicRouter, createRouter } from '../http/router.ts'
import { facilitiesOf, facilityAt, listNotices, listPastNotices } from './list-notices.ts'

const answer = z.object({ notices: z.array(notice) })

const getNotices = createRoute({
	method: 'get',
	path: '/notices',
	summary: 'What everybody is told now, or at one facility; with `past`, what everybody was told lately',
	security: [],
	request: { query: z.object({ facility: z.string().max(63).optional(), past: z.enum(['true']).optional() }) },
	responses: { 200: json(answer, 'Incidents, and maintenance of the next days'), ...problems },
})

const getMine = createRoute({
	method: 'get',
	path: '/me/notices',
	summary: "The same with what the signed-in's own facilities are told",
	responses: { 200: json(answer, 'Incidents, and maintenance of the next days'), ...problems },
})

/** Before `authenticate`: a sign-in page has something to tell, too. */
export function publicNoticeRoutes() {
	return createPublicRouter().openapi(getNotices, async (c) => {
		const { facility, past } = c.req.valid('query')
		const db = c.var.scoped({ kind: 'auth' })
		const notices = past ? await listPastNotices(db) : await listNotices(db, await facilityAt(db, facility))
		return c.json({ notices }, 200)
	})
}

export function noticeRoutes() {
	return createRouter().openapi(getMine, async (c) => {
		const { db, actor } = c.var
		return c.json({ notices: await listNotices(db, await facilitiesOf(db, actor)) }, 200)
	})
}

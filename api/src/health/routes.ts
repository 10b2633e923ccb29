import { createRoute, z } from '@hono/zod-openapi'
import { sql } from 'drizzle-orm'
import { json, problems } from '../http/responses.ts'
import { createPublicRouter } from '../http/router.ts'

const getHealth = createRoute({
	method: 'get',
	path: '/health',
	security: [],
	summary: 'Ready: the database answers',
	responses: { 200: json(z.object({ status: z.literal('ok') }), 'Ready'), ...problems },
})

export function healthRoutes() {
	return createPublicRouter().openapi(getHealth, async (c) => {
		await c.var.scoped({ kind: 'service' }).execute(sql`select 1`)
		return c.json({ status: 'ok' as const }, 200)
	})
}

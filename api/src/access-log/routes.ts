import { accessLogFilter, accessLogPage, lookAtMine } from '@enshin/contracts/access-log.ts'
import { preferredLocale } from '@enshin/contracts/errors.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { authorize } from '../http/authorize.ts'
import { json, problems } from '../http/responses.ts'
import { createRouter } from '../http/router.ts'
import { exportChain, exportCsv } from './export-entries.ts'
import { listLooksAtMine } from './list-about-me.ts'
import { listEntries, type SignedUpTo } from './list-entries.ts'
import { streamText } from './stream-text.ts'

const getEntries = createRoute({
	method: 'get',
	path: '/access-log',
	summary: 'アクセスログ of the own facility, newest first, for its admins',
	request: { query: accessLogFilter.extend({ before: z.coerce.number().int().positive().optional() }) },
	responses: { 200: json(accessLogPage, '50 entries'), ...problems },
})

const exportEntries = createRoute({
	method: 'get',
	path: '/access-log/export',
	summary: 'The same as CSV, or the whole chain as JSON lines for verifying it offline',
	request: { query: accessLogFilter.extend({ format: z.enum(['csv', 'jsonl']).default('csv') }) },
	responses: {
		200: {
			description: 'A file',
			content: { 'text/csv': { schema: z.string() }, 'application/jsonl': { schema: z.string() } },
		},
		...problems,
	},
})

const getMine = createRoute({
	method: 'get',
	path: '/me/access-log',
	summary: "Who read or wrote a patient's own data, newest first",
	request: {
		query: z.object({
			before: z
				.string()
				.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
				.optional(),
		}),
	},
	responses: {
		200: json(z.object({ looks: z.array(lookAtMine), nextBefore: z.string().nullable() }), '50 of them'),
		...problems,
	},
})

export function accessLogRoutes(signedUpTo: SignedUpTo) {
	return createRouter()
		.openapi(getEntries, async (c) => {
			authorize(c.var.actor, 'access_log.read')
			return c.json(await listEntries(c.var.work, signedUpTo, c.req.valid('query')), 200)
		})
		.openapi(exportEntries, async (c) => {
			authorize(c.var.actor, 'access_log.read')
			const { format, ...filter } = c.req.valid('query')
			const locale = preferredLocale(c.req.header('accept-language'))
			const csv = format === 'csv'
			const lines = csv ? await exportCsv(c.var.work, filter, locale) : await exportChain(c.var.work)
			c.header('Content-Type', csv ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8')
			return c.body(streamText(lines, c.var.log), 200)
		})
		.openapi(getMine, async (c) => {
			authorize(c.var.actor, 'access_log.about_me')
			return c.json(await listLooksAtMine(c.var.work, c.req.valid('query').before), 200)
		})
}

import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { loggedPath } from './logged-path.ts'

const id = '0195d0a0-0000-7000-8000-000000000001'
const token = 'Zk3-9aQx_71bTTuWq2LmNe'

/** Mounted as the app mounts its routes, with a guard between them. */
function loggedFor() {
	const logged: string[] = []
	const responses = { 200: { description: 'ok' } }
	const open = new OpenAPIHono()
		.openapi(createRoute({ method: 'get', path: '/invitations/{token}', responses }), (c) => c.text('ok'))
		.openapi(createRoute({ method: 'get', path: '/f/{slug}/calls/{callId}/lines/{n}', responses }), (c) => c.text('ok'))
	const app = new Hono()
	app.use(async (c, next) => {
		await next()
		logged.push(loggedPath(c))
	})
	app.route('/', open)
	app.use(async (c, next) => (c.req.header('authorization') ? next() : c.text('sign in', 401)))
	app.get('/me', (c) => c.text('ok'))
	return { logged, ask: (path: string, headers = {}) => app.request(path, { headers }) }
}

test.each([
	[`/invitations/${token}`, '/invitations/:token'],
	[`/invitations/${id}`, `/invitations/${id}`],
	[`/invitations/${token}?q=${token}`, '/invitations/:token'],
	[`/f/sakura/calls/${id}/lines/482913`, `/f/:slug/calls/${id}/lines/:n`],
	['/me', '/me'],
	[`/${token}`, 'unknown'],
	[`/invitations/${token}/${token}`, 'unknown'],
	[`/f/${encodeURIComponent('髙橋')}`, 'unknown'],
	['/', 'unknown'],
])('%s is logged as %s', async (path, expected) => {
	const { logged, ask } = loggedFor()
	await ask(path, { authorization: 'x' })
	await ask(path)
	expect(logged[0]).toBe(expected)
	expect(logged.join()).not.toContain(token)
	expect(logged.join()).not.toContain('482913')
})

import { makeFacility, makeWorker, openTestDatabase } from '@enshin/db/testing.ts'
import { expect, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { createLog } from '../src/log.ts'
import { problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db } = await startTestApi()
const staff = await makeWorker(db, await makeFacility(db), 'staff')

// The same routes again, to be read; nothing is asked of these parts.
const { app: unused, vault } = await openTestDatabase({ poolSize: 1 })
const app = createApp({
	scoped: unused.scoped,
	vault,
	log: createLog('silent'),
	limits: {
		spend: async () => undefined,
		forgive: async () => undefined,
		spendOn: async () => undefined,
		forgiveOn: async () => undefined,
	},
	webOrigin: 'https://enshin.test',
	signedUpTo: () => null,
	sms: { send: async () => ({ id: '' }), close: async () => undefined },
	emulators: null,
	signaling: { sign: async () => ({ token: '', expiresAt: new Date() }), fallbackUrl: '' },
	serviceSecret: '',
})
const served = new Set(
	app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
)

/** What answers without a session. A new line here is a decision; whatever is not here must refuse. */
const open = [
	'GET /health',
	'GET /openapi.json',
	'GET /notices',
	'GET /dev/outbox',
	'POST /sessions',
	'POST /sign-ups',
	'POST /sign-ups/finish',
	'POST /sign-ups/:id/code',
	'POST /password-resets',
	'POST /password-resets/check',
	'POST /password-resets/use',
	'POST /invitations/check',
	'POST /invitations/accept',
	'POST /devices/redeem',
]
/** Answers to our own services, or under a consent to a load test, and to no session. */
const internal = [
	'POST /internal/calls/:callId/events',
	'POST /load-tests/sessions',
	'DELETE /load-tests/sessions',
	'POST /load-tests/calls/:callId/guests/:guest/join-token',
]
const guarded = [...served].filter((route) => !open.includes(route) && !internal.includes(route))

const id = '0195d0a0-0000-7000-8000-000000000001'
const ask = (route: string, token?: string) => {
	const [method = '', path = ''] = route.split(' ')
	const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
	return call(method, path.replaceAll(/:\w+/g, id), { ...body, ...(token !== undefined && { token }) })
}

test('the open and internal routes are served, and there is more than them', () => {
	expect([...served]).toEqual(expect.arrayContaining([...open, ...internal]))
	expect(guarded.length).toBeGreaterThan(5)
})

test.each(guarded)('%s refuses without a session', async (route) => {
	for (const token of [undefined, 'not-a-session']) {
		expect(problemOf(await ask(route, token)).code).toBe('auth.required')
	}
})

test.each(internal)('%s refuses a session, and nothing', async (route) => {
	for (const token of [undefined, await sessionFor(db, staff)]) {
		expect(problemOf(await ask(route, token)).code).toBe('auth.required')
	}
})

test('a path that does not exist wants a session too, so that nothing is told by its absence', async () => {
	expect(problemOf(await ask('GET /no-such-path')).code).toBe('auth.required')
	const token = await sessionFor(db, staff)
	expect(problemOf(await ask('GET /no-such-path', token)).code).toBe('request.unknown')
	expect(problemOf(await ask('PUT /me', token)).code).toBe('request.unknown')
})

test('every route stands in the OpenAPI document, and the open ones alone ask for no session', async () => {
	type Operation = { security?: unknown[]; summary?: string }
	const document = (await call('GET', '/openapi.json')).json() as { paths: Record<string, Record<string, Operation>> }
	const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({
			route: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
			operation,
		})),
	)
	expect(new Set(documented.map(({ route }) => route))).toEqual(
		new Set([...served].filter((r) => r !== 'GET /openapi.json')),
	)
	for (const { route, operation } of documented) {
		expect(operation.summary, route).toBeTruthy()
		expect(operation.security?.length === 0, route).toBe(open.includes(route))
	}
})

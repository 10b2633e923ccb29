import { me, signedIn, signIn as signInBody } from '@enshin/contracts/api.ts'
import { createRoute } from '@hono/zod-openapi'
import { clientAddress } from '../http/client-address.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createPublicRouter, createRouter } from '../http/router.ts'
import { readMe } from './read-me.ts'
import { signIn } from './sign-in.ts'
import type { SignInLimits } from './sign-in-limits.ts'
import { signOut } from './sign-out.ts'

const postSession = createRoute({
	method: 'post',
	path: '/sessions',
	security: [],
	summary: 'Sign in: to a facility by its slug, or as a patient without one',
	request: jsonBody(signInBody),
	responses: { 201: json(signedIn, 'A session token, for `Authorization: Bearer`'), ...problems },
})

const deleteSession = createRoute({
	method: 'delete',
	path: '/sessions/current',
	summary: 'Sign out',
	responses: { 204: { description: 'The session is no more' }, ...problems },
})

const getMe = createRoute({
	method: 'get',
	path: '/me',
	summary: 'Who is signed in',
	responses: { 200: json(me, 'The signed-in person'), ...problems },
})

/** `serviceSecret` is what web proves itself with when it says whose address it saw. */
export function signInRoutes(limits: SignInLimits, serviceSecret: string) {
	return createPublicRouter().openapi(postSession, async (c) => {
		const { email, password, facility } = c.req.valid('json')
		const address = clientAddress(c, serviceSecret)
		const attempt = { tenant: facility ?? null, email: email.toLowerCase(), address }
		return c.json(await signIn(c.var, limits, attempt, password), 201)
	})
}

export function accountRoutes() {
	return createRouter()
		.openapi(deleteSession, async (c) => {
			await signOut(c.var.db, c.var.actor)
			return c.body(null, 204)
		})
		.openapi(getMe, async (c) => c.json(await readMe(c.var.work), 200))
}

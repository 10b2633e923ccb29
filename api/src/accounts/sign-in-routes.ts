import { signIn as signInBody } from '@enshin/contracts/api.ts'
import {
	askPasswordReset as askBody,
	checkedPasswordReset,
	checkPasswordReset,
	openedSession,
	usePasswordReset as useBody,
} from '@enshin/contracts/sign-in.ts'
import { createRoute } from '@hono/zod-openapi'
import { clientAddress } from '../http/client-address.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createPublicRouter } from '../http/router.ts'
import { deviceSecretOf } from '../settings/device-header.ts'
import { askPasswordReset } from './ask-password-reset.ts'
import { findResetLink } from './find-reset-link.ts'
import type { SignInParts } from './parts.ts'
import { passwordRules } from './password-rules.ts'
import { signIn } from './sign-in.ts'
import { usePasswordReset } from './use-password-reset.ts'

const postSession = createRoute({
	method: 'post',
	path: '/sessions',
	security: [],
	summary: 'Sign in: to a facility by its slug, or as a patient without one',
	request: jsonBody(signInBody),
	responses: {
		201: json(openedSession, 'A session token, for `Authorization: Bearer`; `state` says what it opens'),
		...problems,
	},
})

const postReset = createRoute({
	method: 'post',
	path: '/password-resets',
	security: [],
	summary: 'Ask for a link to choose a new password: the same answer whether there is such an account or not',
	request: jsonBody(askBody),
	responses: { 204: { description: 'Where there is such an account, a mail is on its way' }, ...problems },
})

const postCheck = createRoute({
	method: 'post',
	path: '/password-resets/check',
	security: [],
	summary: 'Whether a link works, and what the new password must be',
	request: jsonBody(checkPasswordReset),
	responses: { 200: json(checkedPasswordReset, 'The link works'), ...problems },
})

const postUse = createRoute({
	method: 'post',
	path: '/password-resets/use',
	security: [],
	summary: 'Choose a new password with a link: once, and every session ends',
	request: jsonBody(useBody),
	responses: { 204: { description: 'The password is another; signing in goes as ever' }, ...problems },
})

/** What is open to everybody. */
export function signInRoutes({ limits, serviceSecret, webOrigin }: SignInParts) {
	return createPublicRouter()
		.openapi(postSession, async (c) => {
			const { email, password, facility } = c.req.valid('json')
			const address = clientAddress(c, serviceSecret)
			const attempt = { tenant: facility ?? null, email: email.toLowerCase(), address }
			const userAgent = c.req.header('user-agent') ?? null
			const within = { ...c.var, webOrigin, userAgent, deviceSecret: deviceSecretOf(c, serviceSecret) }
			return c.json(await signIn(c.var, within, limits, attempt, password), 201)
		})
		.openapi(postReset, async (c) => {
			const { email, facility } = c.req.valid('json')
			const address = clientAddress(c, serviceSecret)
			const attempt = { tenant: facility ?? null, email: email.toLowerCase(), address }
			await askPasswordReset(c.var, { limits, webOrigin }, attempt)
			return c.body(null, 204)
		})
		.openapi(postCheck, async (c) => {
			await limits.spendOn('linkAddress', clientAddress(c, serviceSecret))
			const db = c.var.scoped({ kind: 'auth' })
			const { account } = await findResetLink(db, c.req.valid('json').token, c.var)
			return c.json({ rules: await passwordRules(db, account), facilitySlug: account.facilitySlug }, 200)
		})
		.openapi(postUse, async (c) => {
			await limits.spendOn('linkAddress', clientAddress(c, serviceSecret))
			await usePasswordReset(c.var, webOrigin, c.req.valid('json'))
			return c.body(null, 204)
		})
}

import { id } from '@enshin/contracts/ids.ts'
import {
	beginSignUp as beginBody,
	begunSignUp,
	confirmSignUp as confirmBody,
	confirmedSignUp,
	finishSignUp as finishBody,
	finishedSignUp,
} from '@enshin/contracts/profile.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { clientAddress } from '../http/client-address.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createPublicRouter } from '../http/router.ts'
import { beginSignUp, type SignUpParts } from './begin-sign-up.ts'
import { confirmSignUp } from './confirm-sign-up.ts'
import { finishSignUp } from './finish-sign-up.ts'

const postSignUp = createRoute({
	method: 'post',
	path: '/sign-ups',
	security: [],
	summary: 'Sign up as a patient: a code goes to a mail address or a mobile telephone',
	request: jsonBody(beginBody),
	responses: { 202: json(begunSignUp, 'The same for a contact that is known already'), ...problems },
})

const postCode = createRoute({
	method: 'post',
	path: '/sign-ups/{id}/code',
	security: [],
	summary: 'The code that came',
	request: { params: z.object({ id }), ...jsonBody(confirmBody) },
	responses: { 200: json(confirmedSignUp, 'A ticket to sign up with'), ...problems },
})

const postPatient = createRoute({
	method: 'post',
	path: '/sign-ups/finish',
	security: [],
	summary: 'Who it is, and the password: the patient is signed in',
	request: jsonBody(finishBody),
	responses: { 201: json(finishedSignUp, 'A session token, for `Authorization: Bearer`'), ...problems },
})

/** Open to strangers. `serviceSecret` is what web proves itself with when it says whose address it saw. */
export function signUpRoutes(parts: SignUpParts, serviceSecret: string) {
	return createPublicRouter()
		.openapi(postSignUp, async (c) => {
			const asked = { ...c.req.valid('json'), address: clientAddress(c, serviceSecret) }
			return c.json(await beginSignUp(c.var, parts, asked), 202)
		})
		.openapi(postPatient, async (c) => {
			const { requestId, address } = c.var
			const from = { requestId, address, userAgent: c.req.header('user-agent') ?? null }
			return c.json(await finishSignUp(c.var, c.req.valid('json'), from), 201)
		})
		.openapi(postCode, async (c) =>
			c.json(await confirmSignUp(c.var, { id: c.req.valid('param').id, ...c.req.valid('json') }), 200),
		)
}

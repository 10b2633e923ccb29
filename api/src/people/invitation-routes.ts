import {
	acceptInvitation as acceptInvitationBody,
	checkedInvitation,
	checkInvitation as checkInvitationBody,
} from '@enshin/contracts/accounts.ts'
import { openedSession } from '@enshin/contracts/sign-in.ts'
import { createRoute } from '@hono/zod-openapi'
import type { SignInLimits } from '../accounts/sign-in-limits.ts'
import { clientAddress } from '../http/client-address.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createPublicRouter } from '../http/router.ts'
import { deviceSecretOf } from '../settings/device-header.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { checkInvitation } from './check-invitation.ts'

const postCheck = createRoute({
	method: 'post',
	path: '/invitations/check',
	security: [],
	summary: 'What an invitation says; looking does not use it up',
	request: jsonBody(checkInvitationBody),
	responses: { 200: json(checkedInvitation, 'For the page that asks for a password'), ...problems },
})

const postAccept = createRoute({
	method: 'post',
	path: '/invitations/accept',
	security: [],
	summary: 'Joins a facility with an invitation and a password of one’s own',
	request: jsonBody(acceptInvitationBody),
	responses: { 201: json(openedSession, 'Signed in, or good for enrolling the second factor'), ...problems },
})

export type InvitationParts = { limits: Pick<SignInLimits, 'spendOn'>; webOrigin: string; serviceSecret: string }

/** For whoever holds a link, and is nobody yet. */
export function invitationRoutes({ limits, webOrigin, serviceSecret }: InvitationParts) {
	return createPublicRouter()
		.openapi(postCheck, async (c) => {
			await limits.spendOn('linkAddress', clientAddress(c, serviceSecret))
			const { scoped, vault, requestId, address } = c.var
			const guest = { db: scoped({ kind: 'auth' }), vault, requestId, address }
			return c.json(await checkInvitation(guest, c.req.valid('json').token), 200)
		})
		.openapi(postAccept, async (c) => {
			await limits.spendOn('linkAddress', clientAddress(c, serviceSecret))
			const { scoped, vault, requestId, address } = c.var
			const guest = { db: scoped({ kind: 'auth' }), vault, requestId, address }
			const userAgent = c.req.header('user-agent') ?? null
			const deviceSecret = deviceSecretOf(c, serviceSecret)
			const within = { vault, webOrigin, requestId, address, userAgent, deviceSecret }
			return c.json(await acceptInvitation(guest, within, c.req.valid('json')), 201)
		})
}

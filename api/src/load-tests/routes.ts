import { joinPermission } from '@enshin/contracts/api.ts'
import { id } from '@enshin/contracts/ids.ts'
import { askLoadTestSessions, endedLoadTest, guestNumber, loadTestSessions } from '@enshin/contracts/load-test.ts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Signaling } from '../calls/signaling.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createRouterFor } from '../http/router.ts'
import { type ConsentedEnv, consented } from './consented.ts'
import { cancelWhatWaits, endTheirSessions } from './end-sessions.ts'
import { giveSessions } from './give-sessions.ts'
import { issueGuestToken } from './issue-guest-token.ts'

const postSessions = createRoute({
	method: 'post',
	path: '/load-tests/sessions',
	summary: 'Sessions of synthetic people (consent to a load test)',
	request: jsonBody(askLoadTestSessions),
	responses: { 200: json(loadTestSessions, 'Pairs of a doctor and a patient, in order'), ...problems },
})

const deleteSessions = createRoute({
	method: 'delete',
	path: '/load-tests/sessions',
	summary: 'Ends all sessions of synthetic people with their calls, and cancels what they booked (consent)',
	responses: { 200: json(endedLoadTest, 'How many'), ...problems },
})

const postGuest = createRoute({
	method: 'post',
	path: '/load-tests/calls/{callId}/guests/{guest}/join-token',
	summary: "Permission for one more guest to enter a load test's own call (consent): 60 seconds, one use",
	request: { params: z.object({ callId: id, guest: guestNumber }), ...jsonBody(z.object({})) },
	responses: { 200: json(joinPermission, 'A token, and where to take it'), ...problems },
})

/** Behind a consent, and no session opens them. */
export function loadTestRoutes(signaling: Signaling) {
	const router = createRouterFor<ConsentedEnv>()
	router.use('/load-tests/*', consented)
	return router
		.openapi(postSessions, async (c) => {
			const auth = c.var.scoped({ kind: 'auth' })
			return c.json(await giveSessions(auth, c.var, c.req.valid('json')), 200)
		})
		.openapi(deleteSessions, async (c) => {
			const { facilityId } = c.var.consent
			const sessions = await endTheirSessions(c.var.scoped({ kind: 'auth' }), facilityId)
			const cancelled = await cancelWhatWaits(c.var.scoped({ kind: 'service', facilityId }), facilityId)
			return c.json({ sessions, cancelled }, 200)
		})
		.openapi(postGuest, async (c) => {
			const { callId, guest } = c.req.valid('param')
			const { scoped, consent, requestId, address } = c.var
			const within = { scoped, consent, signaling, requestId, address }
			return c.json(await issueGuestToken(within, callId, guest), 200)
		})
}

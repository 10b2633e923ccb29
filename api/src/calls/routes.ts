import { callRecord, joinPermission, recordCallEvents } from '@enshin/contracts/api.ts'
import { id } from '@enshin/contracts/ids.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { authenticateService } from '../http/authenticate-service.ts'
import { authorize } from '../http/authorize.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createPublicRouter, createRouter } from '../http/router.ts'
import { issueJoinToken } from './issue-join-token.ts'
import { issueWatchToken } from './issue-watch-token.ts'
import { readRecord } from './read-record.ts'
import { recordEvents } from './record-events.ts'
import type { Signaling } from './signaling.ts'

const params = z.object({ callId: id })
/** `{}`: a body has to say that it is JSON, which no form of another site can. */
const nothing = z.object({})

const getCall = createRoute({
	method: 'get',
	path: '/calls/{callId}',
	summary: "A call's record: every transition with its time",
	request: { params },
	responses: { 200: json(callRecord, 'The record, oldest first'), ...problems },
})

const postJoinToken = createRoute({
	method: 'post',
	path: '/calls/{callId}/join-token',
	summary: 'Permission to enter one call: 60 seconds, one use',
	request: { params, ...jsonBody(nothing) },
	responses: { 200: json(joinPermission, 'A token, and where to take it'), ...problems },
})

const postWatchToken = createRoute({
	method: 'post',
	path: '/watch-token',
	summary: "Permission to watch one's facility's presence: 60 seconds, one use",
	request: jsonBody(nothing),
	responses: { 200: json(joinPermission, 'A token, and where to take it'), ...problems },
})

const postEvents = createRoute({
	method: 'post',
	path: '/internal/calls/{callId}/events',
	summary: 'What signaling saw of a call (service secret); what is known already is taken again without effect',
	request: { params, ...jsonBody(recordCallEvents) },
	responses: { 200: json(z.object({ added: z.number().int() }), 'Taken; how many were new'), ...problems },
})

export function callRoutes(signaling: Signaling) {
	return createRouter()
		.openapi(getCall, async (c) => {
			authorize(c.var.actor, 'call.read_record')
			return c.json(await readRecord(c.var.work, c.req.valid('param').callId), 200)
		})
		.openapi(postJoinToken, async (c) => {
			const { callId } = c.req.valid('param')
			return c.json(await issueJoinToken(c.var.work, callId, signaling), 200)
		})
		.openapi(postWatchToken, async (c) => {
			authorize(c.var.actor, 'presence.watch')
			return c.json(await issueWatchToken(c.var.db, c.var.actor, signaling), 200)
		})
}

export function internalRoutes(serviceSecret: string) {
	const router = createPublicRouter()
	router.use('/internal/*', authenticateService(serviceSecret))
	return router.openapi(postEvents, async (c) => {
		const { callId } = c.req.valid('param')
		return c.json({ added: await recordEvents(c.var.scoped, callId, c.req.valid('json').events) }, 200)
	})
}

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { recordCallEvents } from '@enshin/contracts/api.ts'
import type { CallEvent } from '@enshin/contracts/call.ts'
import { onTestFinished } from 'vitest'

export const serviceSecret = 'a-secret-of-the-service'

/**
 * Stands for the api's one internal endpoint and keeps what it is told, as the api does: a line once. The api itself is
 * tested elsewhere, and the story test joins the two.
 */
export async function runApi() {
	const kept = new Map<string, CallEvent>()
	const byCall = new Map<string, CallEvent[]>()
	/** What to answer instead of taking the events, such as 503; null takes them. */
	const state = { refuseWith: null as number | null, requests: 0 }
	const server = createServer(async (request, response) => {
		let body = ''
		for await (const chunk of request) body += chunk
		state.requests++
		if (request.headers.authorization !== `Bearer ${serviceSecret}`) return void response.writeHead(401).end()
		if (state.refuseWith !== null) return void response.writeHead(state.refuseWith).end()
		const callId = request.url?.match(/^\/internal\/calls\/([\w-]+)\/events$/)?.[1]
		if (!callId) return void response.writeHead(404).end()
		for (const event of recordCallEvents.parse(JSON.parse(body)).events) {
			const key = `${event.epochId} ${event.seq}`
			if (kept.has(key)) continue
			kept.set(key, event)
			byCall.set(callId, [...(byCall.get(callId) ?? []), event])
		}
		response.writeHead(200).end('{}')
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	onTestFinished(() => {
		server.closeAllConnections()
		server.close()
	})
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		state,
		eventsOf: (callId: string) => byCall.get(callId) ?? [],
		/** The call's transitions in short: `waiting>ringing`. */
		transitionsOf: (callId: string) =>
			(byCall.get(callId) ?? []).filter(({ type }) => type === 'state_changed').map(({ from, to }) => `${from}>${to}`),
	}
}

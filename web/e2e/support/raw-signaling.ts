import { once } from 'node:events'
import type { JoinPermission } from '@enshin/contracts/api.ts'
import { createCaller } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { signalingProtocol } from '@enshin/contracts/signaling.ts'
import WebSocket from 'ws'
import { type Actor, type Addresses, ask } from './demo.ts'

export function joinPermission(at: Addresses, { token }: Actor, callId: string): Promise<JoinPermission> {
	return ask<JoinPermission>(at, `/calls/${callId}/join-token`, { token, body: {} })
}

/** A socket to signaling with no page behind it, for what a page of ours would never send. */
export async function rawSignaling(at: Addresses, signalingUrl: string) {
	const socket = new WebSocket(signalingUrl, { origin: at.webUrl })
	await once(socket, 'open')
	const caller = createCaller(signalingProtocol, { send: (text) => socket.send(text), timeoutMs: 10_000 })
	socket.on('message', (data) => caller.receive(String(data)))
	socket.on('close', () => caller.close())
	return { caller, close: () => socket.terminate() }
}

/** The code a request was refused with, or `taken` when it was not. */
export async function codeOf(request: Promise<unknown>): Promise<string> {
	try {
		await request
		return 'taken'
	} catch (error) {
		if (error instanceof ProblemError) return error.code
		throw error
	}
}

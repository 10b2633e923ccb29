import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { z } from 'zod'

/** What of Janus's answers is read here (its WebSockets API; VideoRoom's plugin data beside it). */
const answer = z.object({
	janus: z.string(),
	transaction: z.string().optional(),
	sender: z.number().optional(),
	data: z.object({ id: z.number() }).optional(),
	error: z.object({ reason: z.string() }).optional(),
	plugindata: z.object({ data: z.looseObject({ error: z.string().optional(), id: z.number().optional() }) }).optional(),
	jsep: z.object({ type: z.string(), sdp: z.string() }).optional(),
})
export type JanusAnswer = z.infer<typeof answer>
export type Jsep = { type: 'offer' | 'answer'; sdp: string }
export type JanusSocket = Awaited<ReturnType<typeof openJanusSocket>>

/** A session with Janus. `ask` resolves with the event that follows an acknowledgement, not with that itself. */
export async function openJanusSocket(url: string) {
	const socket = await connect(url)
	const waiting = new Map<string, (answer: JanusAnswer) => void>()
	const up = new Map<number, PromiseWithResolvers<void>>()
	let nextId = 1
	let session: number | undefined
	socket.on('message', (text) => {
		const told = answer.parse(JSON.parse(text.toString()))
		if (told.janus === 'webrtcup') up.get(told.sender ?? 0)?.resolve()
		if (told.janus === 'ack' || !told.transaction) return
		waiting.get(told.transaction)?.(told)
		waiting.delete(told.transaction)
	})
	async function ask(message: Record<string, unknown>): Promise<JanusAnswer> {
		const transaction = String(nextId++)
		const answered = new Promise<JanusAnswer>((resolve) => waiting.set(transaction, resolve))
		socket.send(JSON.stringify({ ...message, transaction, ...(session ? { session_id: session } : {}) }))
		const told = await answered
		const error = told.error?.reason ?? told.plugindata?.data.error
		if (error) throw new Error(`Janus: ${error}`)
		return told
	}
	session = (await ask({ janus: 'create' })).data?.id
	return {
		async attach() {
			const handle = (await ask({ janus: 'attach', plugin: 'janus.plugin.videoroom' })).data?.id ?? 0
			up.set(handle, Promise.withResolvers())
			return handle
		},
		/** When ICE and DTLS are: before that nobody can subscribe to it. */
		up: async (handle: number) => up.get(handle)?.promise,
		request: (handle: number, body: Record<string, unknown>, jsep?: Jsep) =>
			ask({ janus: 'message', handle_id: handle, body, ...(jsep ? { jsep } : {}) }),
		close: () => socket.terminate(),
	}
}

async function connect(url: string): Promise<WebSocket> {
	for (let attempt = 0; ; attempt++) {
		const socket = new WebSocket(url, 'janus-protocol')
		try {
			await once(socket, 'open')
			return socket
		} catch (error) {
			if (attempt === 50) throw error
			await sleep(100)
		}
	}
}

import { createCaller, type EventName, type EventOf } from '@enshin/contracts/channel.ts'
import { type SfuProtocol, sfuProtocol } from '@enshin/contracts/sfu.ts'
import { observer, type types } from 'mediasoup'
import { expect, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { parseConfig, type SfuConfig } from '../../src/config.ts'
import { startSfu } from '../../src/server.ts'

export const secret = 'a-secret-of-the-house'

/** How long a test waits for what must come: long, for the machine may be busy with other things. */
const patienceMs = 15_000

export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: patienceMs })

/** A whole media node on free ports, gone when the test is; with the workers mediasoup started for it. */
export async function runSfu(settings: Partial<SfuConfig> = {}) {
	const workers: types.Worker[] = []
	const keep = (worker: types.Worker) => workers.push(worker)
	observer.on('newworker', keep)
	const env = {
		ENSHIN_SFU_CONTROL_SECRET: secret,
		ENSHIN_SFU_PORT: '0',
		ENSHIN_SFU_WORKERS: '1',
		ENSHIN_LOG_LEVEL: 'silent',
		MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN,
	}
	const sfu = await startSfu({ ...parseConfig(env), ...settings })
	onTestFinished(async () => {
		await sfu.close()
		observer.off('newworker', keep)
	})
	return { ...sfu, workers, httpUrl: sfu.url.replace('ws:', 'http:') }
}

export type Control = Awaited<ReturnType<typeof connect>>
type Told = { [E in EventName<SfuProtocol>]: { event: E; data: EventOf<SfuProtocol, E> } }[EventName<SfuProtocol>]

/** A signaling process's side of the control socket, remembering every event it is told. */
export async function connect(url: string, authorization = `Bearer ${secret}`) {
	const socket = new WebSocket(url, { headers: { authorization } })
	const caller = createCaller(sfuProtocol, { send: (text) => socket.send(text), timeoutMs: patienceMs })
	const told: Told[] = []
	const arrivals = new Set<() => void>()
	for (const event of Object.keys(sfuProtocol.events) as EventName<SfuProtocol>[]) {
		caller.on(event, (data) => {
			told.push({ event, data } as Told)
			for (const arrived of arrivals) arrived()
		})
	}
	const raw: string[] = []
	socket.on('message', (data) => {
		raw.push(data.toString())
		caller.receive(data.toString())
	})
	const closed = new Promise<number>((resolve) => socket.on('close', resolve))
	await new Promise((resolve, reject) => {
		socket.once('open', resolve)
		socket.once('error', reject)
	})
	onTestFinished(() => socket.terminate())

	/** The first event of this name that fits, told already or within the time. */
	async function until<E extends EventName<SfuProtocol>>(
		event: E,
		fits: (data: EventOf<SfuProtocol, E>) => boolean = () => true,
		timeoutMs = patienceMs,
	): Promise<EventOf<SfuProtocol, E>> {
		const { promise, resolve, reject } = Promise.withResolvers<EventOf<SfuProtocol, E>>()
		const timer = setTimeout(() => reject(new Error(`not told of ${event}; told: ${JSON.stringify(told)}`)), timeoutMs)
		const look = () => {
			const found = told.find((one) => one.event === event && fits(one.data as EventOf<SfuProtocol, E>))
			if (found) resolve(found.data as EventOf<SfuProtocol, E>)
		}
		arrivals.add(look)
		look()
		return promise.finally(() => {
			clearTimeout(timer)
			arrivals.delete(look)
		})
	}

	const toldOf = (event: EventName<SfuProtocol>) => told.filter((one) => one.event === event).map(({ data }) => data)
	return { ...caller, socket, raw, told, toldOf, until, closed }
}

/** What the worker itself still holds: everything that answers requests there, beside its WebRtcServer. */
export async function heldBy(worker: types.Worker | undefined): Promise<string[]> {
	if (!worker) throw new Error('no worker')
	const { channelMessageHandlers, webRtcServerIds } = await worker.dump()
	return channelMessageHandlers.channelRequestHandlers.filter((id) => !webRtcServerIds.includes(id))
}

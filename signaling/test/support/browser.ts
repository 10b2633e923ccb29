import { randomUUID } from 'node:crypto'
import { createCaller, type EventName, type EventOf } from '@enshin/contracts/channel.ts'
import type { CallClaims } from '@enshin/contracts/join-token.ts'
import type { MediaSource, RtpCapabilities } from '@enshin/contracts/media.ts'
import { type Joined, type SignalingProtocol, signalingProtocol } from '@enshin/contracts/signaling.ts'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { dtlsParameters, rtpParametersOf } from './rtp.ts'
import { origin } from './signaling.ts'
import { callClaims, mint } from './tokens.ts'

type Told = {
	[E in EventName<SignalingProtocol>]: { event: E; data: EventOf<SignalingProtocol, E> }
}[EventName<SignalingProtocol>]
export type Browser = Awaited<ReturnType<typeof open>>

/** What a page has: one socket, the contract's own caller, and a memory of everything it was told. */
export async function open(url: string, headers: Record<string, string> = {}) {
	const socket = new WebSocket(url, { headers: { origin, ...headers } })
	const caller = createCaller(signalingProtocol, { send: (text) => socket.send(text), timeoutMs: 8_000 })
	const told: Told[] = []
	const raw: string[] = []
	const arrivals = new Set<() => void>()
	for (const event of Object.keys(signalingProtocol.events) as EventName<SignalingProtocol>[])
		caller.on(event, (data) => {
			told.push({ event, data } as Told)
			for (const arrived of [...arrivals]) arrived()
		})
	socket.on('message', (data) => {
		raw.push(String(data))
		caller.receive(String(data))
		for (const arrived of [...arrivals]) arrived()
	})
	socket.on('error', () => {})
	const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)))
	void closed.then(() => caller.close())
	await new Promise((resolve, reject) => {
		socket.once('open', resolve)
		socket.once('error', reject)
	})
	onTestFinished(() => socket.terminate())

	/** The first event of this name that fits, told already (after `from`) or within the time. */
	async function until<E extends EventName<SignalingProtocol>>(
		event: E,
		fits: (data: EventOf<SignalingProtocol, E>) => boolean = () => true,
		{ from = 0, timeoutMs = 6_000 } = {},
	): Promise<EventOf<SignalingProtocol, E>> {
		const { promise, resolve, reject } = Promise.withResolvers<EventOf<SignalingProtocol, E>>()
		const timer = setTimeout(() => reject(new Error(`not told of ${event}; told: ${JSON.stringify(told)}`)), timeoutMs)
		const look = () => {
			const found = told
				.slice(from)
				.find((one) => one.event === event && fits(one.data as EventOf<SignalingProtocol, E>))
			if (found) resolve(found.data as EventOf<SignalingProtocol, E>)
		}
		arrivals.add(look)
		look()
		return promise.finally(() => {
			clearTimeout(timer)
			arrivals.delete(look)
		})
	}

	const toldOf = (event: EventName<SignalingProtocol>) =>
		told.filter((one) => one.event === event).map(({ data }) => data)
	return { ...caller, socket, told, raw, until, toldOf, closed }
}

/** A participant: joins with a fresh token unless one is given, and can do with media what a page does, as far as signaling sees it. */
export async function enter(url: string, claims: CallClaims, token?: string) {
	const browser = await open(url)
	const joined = await browser.request('join', { token: token ?? (await mint({ ...claims, jti: randomUUID() })) })
	return participant(browser, joined, claims)
}

/** The same participant on another socket, with the session of before. */
export async function resume(url: string, before: Participant, mediaEpoch = before.epoch()) {
	const browser = await open(url)
	const { sessionId, secret } = before.joined.session
	const joined = await browser.request('resume', { sessionId, secret, mediaEpoch })
	return participant(browser, joined, before.claims)
}

export type Participant = ReturnType<typeof participant>
function participant(browser: Browser, joined: Joined, claims: CallClaims) {
	const epoch = () => {
		const offered = browser.told.findLast(({ event }) => event === 'media.offered')
		return offered?.event === 'media.offered' ? offered.data.epoch : (joined.media?.epoch ?? 0)
	}
	return {
		...browser,
		joined,
		claims,
		epoch,
		ring: () => browser.request('call.ring', {}),
		enter: () => browser.request('call.enter', {}),
		connect: async () => {
			await browser.request('media.connect', { direction: 'send', dtlsParameters })
			await browser.request('media.connect', { direction: 'recv', dtlsParameters })
		},
		canReceive: (rtpCapabilities: RtpCapabilities) =>
			browser.request('media.setCapabilities', { epoch: epoch(), rtpCapabilities }),
		produce: async (source: MediaSource, paused = false) => {
			const kind = source === 'microphone' ? 'audio' : 'video'
			const data = { source, kind, rtpParameters: rtpParametersOf(kind), paused } as const
			return (await browser.request('media.produce', data)).producerId
		},
		/** Everything this browser was offered to receive, and still may. */
		consumers: () => {
			const gone = new Set(
				browser.told.flatMap((one) => (one.event === 'media.consumerClosed' ? [one.data.consumerId] : [])),
			)
			const offered = browser.told.flatMap((one) => (one.event === 'media.consumersOpened' ? one.data.consumers : []))
			return [...new Map(offered.filter(({ id }) => !gone.has(id)).map((one) => [one.id, one])).values()]
		},
	}
}

/** A doctor and a patient of one call, before anything happens. */
export function pair(change: Partial<CallClaims> = {}) {
	const guest = callClaims(change)
	const { callId, facilityId, practitionerId, startsAt, recorded } = guest
	const call = { callId, facilityId, practitionerId, startsAt, recorded }
	const host = callClaims({ ...change, ...call, peerId: randomUUID(), role: 'host', name: '山本 健一' })
	return { guest, host, callId }
}

import { randomUUID } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import { emptyHistogram, observe } from '../measure/histogram.ts'
import type { Seat } from '../target/types.ts'
import { SignalingClient } from './client.ts'
import type { Command, Echoed, Entered, Looked, Offered, Settled } from './messages.ts'

/**
 * A process of clients, so that they are not the limit of what is measured. It does what its parent tells it, one thing
 * at a time, and ends with it.
 */
const delays = monitorEventLoopDelay({ resolution: 10 })
delays.enable()
let clients: SignalingClient[] = []
let settled = noneLost()
let cpuBefore = process.cpuUsage()
let lookedAtMs = performance.now()
/** What was said and not yet heard on the other side. */
const said = new Map<string, number>()
let chats = emptyHistogram()

function noneLost(): Settled {
	return { lost: 0, resumed: 0, rejoined: 0, ms: emptyHistogram(), slowestMs: 0, failures: {} }
}

const count = (failures: Record<string, number>, code: string) => {
	failures[code] = (failures[code] ?? 0) + 1
}

async function enter({ seats, origin, abreast }: { seats: Seat[]; origin: string; abreast: number }): Promise<Entered> {
	const entered: Entered = { joined: 0, ms: emptyHistogram(), spanMs: 0, failures: {} }
	let isOver = false
	const made = seats.map(
		(seat) =>
			new SignalingClient(seat, origin, {
				onOpen: (by, ms, lostMs) => {
					if (lostMs === null) {
						entered.joined += 1
						observe(entered.ms, ms)
						return
					}
					settled[by === 'resume' ? 'resumed' : 'rejoined'] += 1
					observe(settled.ms, lostMs)
					settled.slowestMs = Math.max(settled.slowestMs, lostMs)
				},
				onLost: () => {
					settled.lost += 1
				},
				onFailed: (code) => count(isOver ? settled.failures : entered.failures, code),
				onChat: ({ messageId }) => {
					const saidAtMs = said.get(messageId)
					if (saidAtMs === undefined) return
					said.delete(messageId)
					observe(chats, performance.now() - saidAtMs)
				},
			}),
	)
	clients = made
	// A permission is good for a minute: no more are fetched ahead than enter within some seconds.
	for (let from = 0; from < made.length; from += 250) {
		const batch = made.slice(from, from + 250)
		const ready: SignalingClient[] = []
		await abreastOf(16, batch, (client) =>
			client.prepare().then(
				() => void ready.push(client),
				() => count(entered.failures, 'permission'),
			),
		)
		const begunMs = performance.now()
		await abreastOf(abreast, ready, (client) => client.enter())
		entered.spanMs += performance.now() - begunMs
	}
	isOver = true
	return entered
}

async function abreastOf<T>(width: number, items: T[], work: (item: T) => Promise<void>): Promise<void> {
	const queue = items.values()
	await Promise.all(
		Array.from({ length: width }, async () => {
			for (const item of queue) await work(item)
		}),
	)
}

async function echo(seconds: number): Promise<Echoed> {
	const echoed: Echoed = { ping: emptyHistogram(), chat: emptyHistogram(), lost: 0 }
	chats = echoed.chat
	const ping = async (client: SignalingClient) => {
		const askedAtMs = performance.now()
		await client.request('ping', {}).then(
			() => observe(echoed.ping, performance.now() - askedAtMs),
			() => {
				echoed.lost += 1
			},
		)
	}
	const say = async (client: SignalingClient) => {
		const messageId = randomUUID()
		said.set(messageId, performance.now())
		await client.request('chat.send', { messageId, text: 'よく聞こえます' }).catch(() => {})
	}
	const endMs = performance.now() + seconds * 1000
	await Promise.all(
		clients.map(async (client) => {
			// Spread over the second, so that the answer is the server's, not that of our own burst.
			await pause(Math.random() * 1000)
			for (let turn = 0; performance.now() < endMs; turn += 1) {
				const begunMs = performance.now()
				await (turn % 2 === 0 ? ping(client) : Promise.all([ping(client), say(client)]))
				await pause(1000 - (performance.now() - begunMs))
			}
		}),
	)
	await pause(500)
	echoed.lost += said.size
	said.clear()
	return echoed
}

/** Everybody who can come back, within the time. What was counted until then is the answer, and counting begins anew. */
async function settle(withinMs: number): Promise<Settled> {
	const endMs = performance.now() + withinMs
	const isAway = () => clients.some(({ state }) => state === 'away') || settled.lost === 0
	while (performance.now() < endMs && isAway()) await pause(20)
	const answer = settled
	settled = noneLost()
	return answer
}

/** Everybody who is in a call, within the time. */
async function awaitOffers({ sinceMs, withinMs }: { sinceMs: number; withinMs: number }): Promise<Offered> {
	const missing = () => clients.filter(({ state, offeredAtMs }) => state !== 'stopped' && offeredAtMs < sinceMs).length
	const endMs = performance.now() + withinMs
	while (performance.now() < endMs && missing() > 0) await pause(20)
	const offered: Offered = { offered: 0, missing: missing(), ms: emptyHistogram(), slowestMs: 0 }
	for (const { offeredAtMs } of clients) {
		if (offeredAtMs < sinceMs) continue
		offered.offered += 1
		observe(offered.ms, offeredAtMs - sinceMs)
		offered.slowestMs = Math.max(offered.slowestMs, offeredAtMs - sinceMs)
	}
	return offered
}

function look(): Looked {
	const nowMs = performance.now()
	const { user, system } = process.cpuUsage(cpuBefore)
	const looked = {
		pid: process.pid,
		cpu: (user + system) / 1000 / (nowMs - lookedAtMs),
		lateMs: delays.count > 0 ? Math.max(0, delays.percentile(99) / 1e6 - 10) : 0,
		memoryMb: process.memoryUsage.rss() / 2 ** 20,
	}
	delays.reset()
	cpuBefore = process.cpuUsage()
	lookedAtMs = nowMs
	return looked
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

async function obey(command: Command): Promise<unknown> {
	switch (command.do) {
		case 'enter':
			return await enter(command)
		case 'echo':
			return await echo(command.seconds)
		case 'sever':
			for (const client of clients) client.sever()
			return null
		case 'settle':
			return await settle(command.withinMs)
		case 'awaitOffers':
			return await awaitOffers(command)
		case 'look':
			return look()
		case 'stop':
			for (const client of clients) client.stop()
			return null
		default:
			return assertUnreachable(command)
	}
}

process.on('message', ({ id, command }: { id: number; command: Command }) => {
	obey(command).then(
		(answer) => process.send?.({ id, answer }),
		(error: unknown) => process.send?.({ id, error: String(error) }),
	)
})
process.on('disconnect', () => process.exit())

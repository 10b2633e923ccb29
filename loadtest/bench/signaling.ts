import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { recordBench } from '../../bin/bench/record.ts'
import { summarize } from '../../bin/bench/summarize.ts'
import { openHouse } from '../test/support/house.ts'
import { runServer } from '../test/support/run-service.ts'
import { frame, openSockets } from './open-sockets.ts'

/**
 * Signaling against a bare `ws` server: the CPU of a ping and its answer, and the memory of an idle socket (one that
 * watches a facility's day, as each member of staff has one). Signaling asks every socket every two seconds whether it
 * lives, and the bare server does not: what each uses while nobody pings is measured, too, and taken off the messages.
 */
const [sockets, repeats, secondsEach, pauseMs] = [2000, 5, 5, 600]
const bareFile = join(import.meta.dirname, 'bare-ws.ts')
const gc = ['--expose-gc']
const sides = {
	signaling: async () => {
		const house = await openHouse({ withoutSfu: true, signalingArgs: gc })
		const first = () => frame(1, 'watch', { token: house.mintWatch() })
		return { server: house.services.signaling, url: house.signalingUrl, first, close: house.close }
	},
	bare: async () => {
		const server = await runServer(bareFile, {}, gc)
		return { server, url: server.url, first: () => frame(1, 'ping', {}), close: () => server.stop() }
	},
}
type Side = keyof typeof sides
type Open = Awaited<ReturnType<(typeof sides)[Side]>>
const names = Object.keys(sides) as Side[]
const raw: Record<string, number[]> = {}
const keep = (name: string, value: number) => {
	raw[name] = [...(raw[name] ?? []), Math.round(value * 100) / 100]
}
const median = (name: string) => summarize(raw[name] ?? []).median

await measureMemory()
await measureEchoes()
const [ourKb, bareKb] = [median('signaling, KB a socket'), median('bare, KB a socket')]
const [ourUs, bareUs] = [median('signaling, µs of CPU an echo'), median('bare, µs of CPU an echo')]
const pick = (word: string) => Object.fromEntries(Object.entries(raw).filter(([name]) => name.includes(word)))
recordBench(
	{
		name: 'signaling-memory',
		measure: `memory of an idle signaling socket, of ${sockets}`,
		against: 'a bare ws socket',
		goal: '≤ 2',
		value: ourKb / bareKb,
		unit: 'ratio',
		met: ourKb / bareKb <= 2,
		raw: pick('KB'),
		notes: [`heap and buffers after a collection: ${ourKb} KB against ${bareKb} KB`],
	},
	{
		name: 'signaling',
		measure: 'CPU of an echo through signaling',
		against: 'a bare ws server, same frames',
		goal: 'none set: it is said',
		value: ourUs / bareUs,
		unit: 'ratio',
		met: true,
		raw: pick('CPU'),
		notes: [
			`${Math.round(1e6 / ourUs)} echoes a second and core against ${Math.round(1e6 / bareUs)}`,
			`${sockets} sockets, each at ${(1000 / pauseMs).toFixed(1)} echoes a second, below signaling's own limit of 2`,
		],
	},
)

/** Each time in a fresh process, and the clients' sockets in this one. */
async function measureMemory(): Promise<void> {
	for (let repeat = 0; repeat < repeats; repeat += 1)
		for (const name of names) {
			const side = await sides[name]()
			// The first hundred warm it up: code is compiled, pools are filled.
			const warm = await openSockets(side.url, 100, side.first)
			const before = await side.server.held()
			const open = await openSockets(side.url, sockets, side.first)
			// Until the time in which a socket must be let in is over, and its timer with it.
			await pause(6_000)
			const after = await side.server.held()
			keep(`${name}, KB a socket`, (after.heap - before.heap) / 1024 / sockets)
			keep(`${name}, KB resident a socket`, (after.resident - before.resident) / 1024 / sockets)
			for (const socket of [...warm, ...open]) socket.terminate()
			await side.close()
		}
}

async function measureEchoes(): Promise<void> {
	const open: Record<Side, { side: Open; clients: WebSocket[] }> = {
		signaling: await openSide('signaling'),
		bare: await openSide('bare'),
	}
	for (let repeat = 0; repeat < repeats; repeat += 1)
		for (const name of names) {
			const { side, clients } = open[name]
			await side.server.turns()
			await pause(secondsEach * 1000)
			const idle = (await side.server.turns()).cpuMs
			const echoes = await echoFor(clients, secondsEach)
			const busy = (await side.server.turns()).cpuMs
			keep(`${name}, µs of CPU an echo`, ((busy - idle) * 1000) / echoes)
			keep(`${name}, µs of CPU a second and idle socket`, (idle * 1000) / secondsEach / sockets)
			console.log(
				`run ${repeat + 1}, ${name}: ${echoes} echoes, ${Math.round(busy)} ms of CPU, ${Math.round(idle)} idle`,
			)
		}
	for (const { side, clients } of Object.values(open)) {
		for (const socket of clients) socket.terminate()
		await side.close()
	}
}

async function openSide(name: Side): Promise<{ side: Open; clients: WebSocket[] }> {
	const side = await sides[name]()
	const clients = await openSockets(side.url, sockets, side.first)
	return { side, clients }
}

/** How many were answered; each client asks again some time after its answer. */
async function echoFor(clients: WebSocket[], seconds: number): Promise<number> {
	const endMs = performance.now() + seconds * 1000
	let echoes = 0
	await Promise.all(
		clients.map(async (socket) => {
			await pause(Math.random() * pauseMs)
			for (let id = 2; performance.now() < endMs; id += 1) {
				const answered = new Promise((resolve) => socket.once('message', resolve))
				socket.send(frame(id, 'ping', {}))
				await answered
				echoes += 1
				await pause(pauseMs)
			}
		}),
	)
	return echoes
}

import { cpuUsage } from 'node:process'
import type { Track } from 'node-datachannel'
import { delayAt, newCounters } from './counters.ts'
import { monotonicMs } from './packets.ts'
import { type Outgoing, openReceiver, openSender, type Receiver, type Sender } from './peers.ts'

// One generating process: it holds connections, sends what it is told to, counts what arrives. Its parent asks over IPC.

const senders = new Map<string, Sender>()
const receivers = new Map<string, Receiver>()
const tracks: Track[] = []
const counters = newCounters()
let sent = 0
const late: number[] = []
let ticking: NodeJS.Timeout | undefined
let holding: NodeJS.Timeout | undefined
let heldAtMs: number | undefined
let cpuBefore = cpuUsage()

const methods = {
	async openSender(name: string, address: string, outgoing: Outgoing[]): Promise<string> {
		const [sender, offer] = await openSender(name, address, outgoing)
		senders.set(name, sender)
		return offer
	},
	async openReceiver(name: string, address: string, offer: string): Promise<string> {
		const [receiver, answer, received] = await openReceiver(name, address, offer, counters)
		receivers.set(name, receiver)
		// A track that nobody holds is collected, and what it would receive with it.
		tracks.push(...received)
		return answer
	},
	async answer(name: string, answer: string): Promise<void> {
		senders.get(name)?.connection.setRemoteDescription(answer, 'answer')
	},
	async candidate(name: string, candidate: string, mid: string): Promise<void> {
		;(senders.get(name) ?? receivers.get(name))?.connection.addRemoteCandidate(candidate, mid)
	},
	async connected(): Promise<void> {
		await Promise.all([...senders.values(), ...receivers.values()].map(({ ready }) => ready))
	},
	/** Sends from now on, or goes on: within two seconds every stream has begun, and each at a moment of its own. */
	async start(): Promise<void> {
		clearInterval(holding)
		const nowMs = monotonicMs()
		const streams = [...senders.values()].flatMap((sender) => sender.streams)
		for (const [index, { stream }] of streams.entries()) {
			if (stream.hasBegun && heldAtMs !== undefined) stream.shift(nowMs - heldAtMs)
			// Fractions of the golden ratio spread any number of streams evenly.
			else stream.begin(nowMs + 2000 * ((index * 0.618034) % 1))
		}
		tick()
	},
	async hold(): Promise<void> {
		clearTimeout(ticking)
		heldAtMs = monotonicMs()
		holding = setInterval(signsOfLife, 400)
	},
	/** All since it was last asked. */
	async counts() {
		const used = cpuUsage(cpuBefore)
		cpuBefore = cpuUsage()
		late.sort((one, other) => one - other)
		const at = (share: number) => late[Math.floor((late.length - 1) * share)] ?? 0
		const { delays } = counters
		const told = {
			sent,
			received: counters.received,
			delaysMs: { p50: delayAt(delays, 0.5), p95: delayAt(delays, 0.95), p99: delayAt(delays, 0.99) },
			lateMs: { p50: at(0.5), p99: at(0.99) },
			cpuMs: (used.user + used.system) / 1000,
		}
		sent = 0
		counters.received = 0
		delays.fill(0)
		late.length = 0
		return told
	},
	async close(): Promise<void> {
		for (const { connection } of [...senders.values(), ...receivers.values()]) connection.close()
		senders.clear()
		receivers.clear()
		tracks.length = 0
	},
}

function tick(): void {
	const nowMs = monotonicMs()
	let latest = 0
	for (const sender of senders.values()) {
		const nextNumber = () => sender.transportNumber++
		for (const { stream, track } of sender.streams) {
			const lateMs = stream.sendDue(nowMs, nextNumber, (packet) => {
				if (track.isOpen() && track.sendMessageBinary(packet)) sent++
			})
			latest = Math.max(latest, lateMs)
		}
	}
	late.push(latest)
	ticking = setTimeout(tick, 1)
}

function signsOfLife(): void {
	for (const sender of senders.values()) {
		const [audio] = sender.streams
		const packet = audio?.stream.signOfLife(monotonicMs(), sender.transportNumber++)
		// Its room may be ending at this moment.
		if (packet && audio?.track.isOpen()) audio.track.sendMessageBinary(packet)
	}
}

export type GeneratorMethods = typeof methods

process.on('message', async ({ id, method, args }: { id: number; method: keyof GeneratorMethods; args: never[] }) => {
	try {
		const reply = await (methods[method] as (...given: never[]) => Promise<unknown>)(...args)
		process.send?.({ id, reply })
	} catch (error) {
		process.send?.({ id, error: String(error) })
	}
})
process.on('disconnect', () => process.exit())

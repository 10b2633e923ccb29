import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Answer, Order } from './relay-orders.ts'
import type { Address, Relay, RelayOptions, RelayStats } from './types.ts'

/**
 * A UDP line with faults, for kernels without netem. Rejects when a door cannot listen. Times are good to about half a
 * millisecond; what the relay itself did beyond is in its stats.
 */
export async function startRelay(options: RelayOptions = {}): Promise<Relay> {
	const thread = new Worker(new URL('./relay-thread.ts', import.meta.url), { workerData: options })
	const asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
	const ended = once(thread, 'exit')
	let lastId = 0
	thread.on('message', (answer: Answer) => {
		const { resolve, reject } = asked.get(answer.id) ?? {}
		asked.delete(answer.id)
		if (answer.ok) resolve?.(answer.value)
		else reject?.(new Error(answer.reason))
	})
	let dead: Error | undefined
	const fail = (error: Error) => {
		dead ??= error
		for (const { reject } of asked.values()) reject(error)
		asked.clear()
	}
	thread.on('error', fail)
	thread.on('exit', () => fail(new Error('the relay has stopped')))

	// The thread answers each kind of order with its own value.
	const ask = <T>(order: Order) =>
		new Promise<T>((resolve, reject) => {
			if (dead) throw dead
			const id = ++lastId
			asked.set(id, { resolve: resolve as (value: unknown) => void, reject })
			thread.postMessage({ id, order })
		})
	let stopping: Promise<void> | undefined
	const stop = () => {
		stopping ??= ask<void>({ kind: 'stop' }).then(async () => {
			await ended
		})
		return stopping
	}

	const relay: Relay = {
		doors: [],
		open: (door) => ask<Address>({ kind: 'open', door }),
		set: (change) => ask<void>({ kind: 'set', change }),
		stats: () => ask<RelayStats>({ kind: 'stats' }),
		stop,
	}
	try {
		for (const door of options.doors ?? []) relay.doors.push(await relay.open(door))
	} catch (error) {
		await stop()
		throw error
	}
	return relay
}

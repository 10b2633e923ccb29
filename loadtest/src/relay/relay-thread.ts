import { parentPort, workerData } from 'node:worker_threads'
import { changeLine } from './change-line.ts'
import { openDoor } from './door.ts'
import { OneWay } from './one-way.ts'
import { seededRandom } from './random.ts'
import type { Answer, Order } from './relay-orders.ts'
import type { Change, Door, RelayOptions } from './types.ts'

// The thread of one relay. It does what `startRelay` orders, and nothing else speaks to it.
const { seed = 1, line, phases = [] } = workerData as RelayOptions
const up = new OneWay(seededRandom(seed))
const down = new OneWay(seededRandom(seed ^ 0x5bd1e995))
const doors: Awaited<ReturnType<typeof openDoor>>[] = []
const startedMs = performance.now()
const startedCpu = process.threadCpuUsage()

function set(change: Change): void {
	const next = changeLine({ up: up.impairment, down: down.impairment }, change)
	up.impairment = next.up
	down.impairment = next.down
}

async function open(door: Door) {
	const opened = await openDoor(door, up, down)
	doors.push(opened)
	return opened.address
}

function stats() {
	const { user, system } = process.threadCpuUsage(startedCpu)
	return {
		up: up.counter.read(),
		down: down.counter.read(),
		clients: doors.reduce((sum, door) => sum + door.clients(), 0),
		cpu: (user + system) / 1000 / (performance.now() - startedMs),
	}
}

if (line) set(line)
const timers = phases.map(({ atMs, change }) => setTimeout(() => set(change), atMs))

async function act(order: Order): Promise<unknown> {
	switch (order.kind) {
		case 'open':
			return open(order.door)
		case 'set':
			return set(order.change)
		case 'stats':
			return stats()
		case 'stop':
			for (const timer of timers) clearTimeout(timer)
			for (const way of [up, down]) way.close()
			for (const door of doors) door.close()
			parentPort?.unref()
			return
		default:
			throw new Error(`unknown order: ${JSON.stringify(order satisfies never)}`)
	}
}

parentPort?.on('message', ({ id, order }: { id: number; order: Order }) => {
	const answer = (answer: Answer) => parentPort?.postMessage(answer)
	act(order).then(
		(value) => answer({ id, ok: true, value }),
		(error: unknown) => answer({ id, ok: false, reason: String(error) }),
	)
})

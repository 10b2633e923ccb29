import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { recordBench } from '../../bin/bench/record.ts'
import { openDatabase } from '../src/client.ts'
import { startEmbeddedPostgres } from '../src/embedded.ts'
import { migrate } from '../src/migrate.ts'
import { type Lease, type Placement, placeCall, renewLeases } from '../src/nodes.ts'

/**
 * Placement at the size of a country: 5,000 media nodes, 100,000 calls, a real Postgres. How many calls are placed a
 * second by several clients at once, while all nodes renew their leases beside it; how evenly the calls lie; and how long
 * it takes until every call of a tenth of the nodes, which die at once, is elsewhere. Another tenth drains. A quarter of
 * the nodes is of four times the size. Fewer calls, for a quick look: `pnpm bench placement 5000`.
 */
const [nodeCount, callCount, clients, renewEveryMs] = [5_000, Number(process.argv[2] ?? 100_000), 8, 2_500]
/** So many are placed in one consultation's day on a node of 120: with everybody at once, a country needs some hundred a second. */
const goalPerS = 500
type Node = { id: string; capacity: number; load: number; state: 'live' | 'dead' | 'draining' }
const nodes = Array.from({ length: nodeCount }, (_, n): Node => {
	return { id: `node-${n}`, capacity: n % 4 === 0 ? 480 : 120, load: 0, state: 'live' }
})
const byId = new Map(nodes.map((node) => [node.id, node]))
const where = new Map<string, Placement>()
const renewals = { count: 0, longestMs: 0, beating: true }

const folder = mkdtempSync(join(tmpdir(), 'enshin-bench-'))
const server = await startEmbeddedPostgres({ dataDir: join(folder, 'database') })
const { db, close } = openDatabase({ url: server.url, name: 'bench', poolSize: clients })
const heart = openDatabase({ url: server.url, name: 'bench leases', poolSize: 2 })
try {
	await migrate(server.url)
	for (const group of groups()) await renewLeases(heart.db, group.map(leaseOf), 60_000)
	const begunMs = performance.now()
	const beats = keepRenewing()
	const calls = Array.from({ length: callCount }, () => randomUUID())
	const placed = await placeAll(calls)
	console.log(`placed ${describe(placed)}`)
	const spread = spreadOf(nodes)

	for (const node of nodes.slice(0, nodeCount / 10)) node.state = 'dead'
	for (const node of nodes.slice(nodeCount / 10, nodeCount / 5)) node.state = 'draining'
	const gone = nodes.filter(({ state }) => state !== 'live').map(leaseOf)
	// Their leases run out by themselves; here at once, for it is what follows that is measured.
	await renewLeases(
		heart.db,
		gone.filter(({ draining }) => draining),
		60_000,
	)
	await renewLeases(
		heart.db,
		gone.filter(({ draining }) => !draining),
		-1,
	)
	const orphans = calls.filter((callId) => nodeOf(callId)?.state === 'dead')
	const moved = await placeAll(orphans)
	console.log(`moved ${describe(moved)}`)
	const fresh = await placeAll(Array.from({ length: callCount / 20 }, () => randomUUID()))
	const again = await placeAll(calls.slice(0, callCount / 20))
	console.log(`new ${describe(fresh)}; asked again ${describe(again)}`)
	renewals.beating = false
	await beats
	const perS = Math.round(renewals.count / ((performance.now() - begunMs) / 1000))
	const wrong = placed.wrong + moved.wrong + fresh.wrong + again.wrong
	recordBench({
		name: 'placement',
		measure: `calls placed a second: ${nodeCount} nodes, ${callCount} calls, ${clients} clients, all leases renewed beside it`,
		against: 'what a country needs when its day begins',
		goal: `≥ ${goalPerS}, none on a dead or draining node`,
		value: Math.round(placed.perS),
		unit: 'placements a second',
		met: placed.perS >= goalPerS && wrong === 0,
		raw: {
			'new calls, a second': [Math.round(placed.perS)],
			'a placement, ms: p50, p99, longest': [placed.p50Ms, placed.p99Ms, placed.longestMs],
			'calls of dead nodes moved, a second': [Math.round(moved.perS)],
			'asked again where they are, a second': [Math.round(again.perS)],
			'leases renewed a second beside it, longest of a hundred in ms': [perS, Math.round(renewals.longestMs)],
			'fullness of nodes: mean, standard deviation, least, most': [
				spread.mean,
				spread.deviation,
				spread.least,
				spread.most,
			],
			'on a dead or draining node, or in a wrong epoch': [wrong],
		},
		notes: [
			`${orphans.length} calls of ${nodeCount / 10} dead nodes were all elsewhere after ${moved.seconds.toFixed(1)} s`,
			'clients, leases and Postgres share this machine, and Postgres writes to its disk',
		],
	})
} finally {
	renewals.beating = false
	await Promise.all([close(), heart.close()])
	await server.stop()
	rmSync(folder, { recursive: true, force: true })
}

function groups(): Node[][] {
	return Array.from({ length: nodeCount / 100 }, (_, group) => nodes.slice(group * 100, group * 100 + 100))
}

function leaseOf({ id, capacity, load, state }: Node): Lease {
	return { id, kind: 'sfu', url: `ws://${id}.example`, capacity, load, draining: state === 'draining' }
}

/** As fifty signaling processes do, each of which vouches for a hundred nodes. */
async function keepRenewing(): Promise<void> {
	await Promise.all(
		groups().map(async (group) => {
			await pause(Math.random() * renewEveryMs)
			while (renewals.beating) {
				const begunMs = performance.now()
				const leases = group.filter(({ state }) => state !== 'dead').map(leaseOf)
				if (leases.length > 0) await renewLeases(heart.db, leases, 60_000)
				renewals.count += leases.length
				renewals.longestMs = Math.max(renewals.longestMs, performance.now() - begunMs)
				await pause(Math.max(0, renewEveryMs - (performance.now() - begunMs)))
			}
		}),
	)
}

/** Places all, so many at a time, and looks at each answer. */
async function placeAll(callIds: string[]) {
	const tookMs: number[] = []
	const queue = callIds.values()
	const begunMs = performance.now()
	let wrong = 0
	await Promise.all(
		Array.from({ length: clients }, async () => {
			for (const callId of queue) {
				const askedMs = performance.now()
				const placed = await placeCall(db, callId, 'sfu')
				tookMs.push(performance.now() - askedMs)
				if (!placed) throw new Error(`${callId} was placed nowhere`)
				if (!take(callId, placed)) wrong += 1
			}
		}),
	)
	const seconds = (performance.now() - begunMs) / 1000
	tookMs.sort((one, other) => one - other)
	const at = (share: number) => round(tookMs[Math.ceil(tookMs.length * share) - 1] ?? Number.NaN)
	const perS = callIds.length / seconds
	return { seconds, perS, p50Ms: at(0.5), p99Ms: at(0.99), longestMs: at(1), wrong }
}

/** Keeps the books of the nodes' loads, which their renewals tell. Whether the answer is as it should be. */
function take(callId: string, placed: Placement): boolean {
	const before = where.get(callId)
	const [from, to] = [nodeOf(callId), byId.get(placed.nodeId)]
	where.set(callId, placed)
	if (!to) return false
	if (from !== to) {
		if (from) from.load -= 1
		to.load += 1
	}
	if (from && from.state !== 'dead') return from === to && placed.epoch === before?.epoch
	return to.state === 'live' && placed.epoch === (before?.epoch ?? 0) + 1
}

function nodeOf(callId: string): Node | undefined {
	const placed = where.get(callId)
	return placed && byId.get(placed.nodeId)
}

function spreadOf(all: Node[]) {
	const fullness = all.map(({ load, capacity }) => load / capacity)
	const mean = fullness.reduce((sum, value) => sum + value, 0) / fullness.length
	const variance = fullness.reduce((sum, value) => sum + (value - mean) ** 2, 0) / fullness.length
	return {
		mean: round(mean),
		deviation: round(Math.sqrt(variance)),
		least: round(Math.min(...fullness)),
		most: round(Math.max(...fullness)),
	}
}

function describe({ perS, p50Ms, p99Ms }: { perS: number; p50Ms: number; p99Ms: number }): string {
	return `${Math.round(perS)} a second, p50 ${p50Ms} ms, p99 ${p99Ms} ms`
}

function round(value: number): number {
	return Math.round(value * 1000) / 1000
}

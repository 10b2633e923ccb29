import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import {
	type Lease,
	liveNodes,
	placeCall,
	releaseLease,
	releasePlacements,
	renewLease,
	renewLeases,
} from '../src/nodes.ts'
import { nodes, placements } from '../src/schema/index.ts'
import { openTestDatabase } from '../src/testing.ts'

const { db } = await openTestDatabase({ poolSize: 10 })
const long = 60_000

const sfu = (id: string, more: Partial<Lease> = {}): Lease => ({
	id,
	kind: 'sfu',
	url: `ws://${id}.example`,
	capacity: 100,
	load: 0,
	draining: false,
	...more,
})
const die = (id: string) => db.execute(sql`update nodes set expires_at = now() - interval '1 ms' where id = ${id}`)

beforeEach(async () => {
	await db.delete(placements)
	await db.delete(nodes)
})

test('a node is live while it renews its lease, and gone when it stops or says so', async () => {
	await renewLease(db, sfu('a'), long)
	await renewLease(db, sfu('b'), long)
	await renewLease(db, { ...sfu('s'), kind: 'signaling' }, long)
	expect((await liveNodes(db, 'sfu')).map(({ id }) => id)).toEqual(['a', 'b'])
	await die('a')
	expect((await liveNodes(db, 'sfu')).map(({ id }) => id)).toEqual(['b'])
	await renewLease(db, sfu('a', { load: 3 }), long)
	expect(await liveNodes(db, 'sfu')).toMatchObject([{ id: 'a', load: 3 }, { id: 'b' }])
	await releaseLease(db, 'a')
	expect((await liveNodes(db, 'sfu')).map(({ id }) => id)).toEqual(['b'])
})

test('a lease runs out by itself', async () => {
	await renewLease(db, sfu('a'), 50)
	await expect.poll(() => liveNodes(db, 'sfu'), { timeout: 2000 }).toEqual([])
})

test('a call goes where there is most room for the size, and counts at once', async () => {
	await renewLease(db, sfu('small', { capacity: 10, load: 5 }), long)
	await renewLease(db, sfu('large', { capacity: 100, load: 49 }), long)
	expect(await placeCall(db, randomUUID(), 'sfu')).toEqual({ nodeId: 'large', url: 'ws://large.example', epoch: 1 })
	// Now 5/10 and 50/100: chance decides. After one more, the other is next in any case.
	const first = await placeCall(db, randomUUID(), 'sfu')
	const second = await placeCall(db, randomUUID(), 'sfu')
	if (first?.nodeId === 'small') expect(second?.nodeId).toBe('large')
	expect((await liveNodes(db, 'sfu')).reduce((sum, { load }) => sum + load, 0)).toBe(5 + 49 + 3)
})

test('a call stays where it is while that node lives, drained or crowded', async () => {
	const call = randomUUID()
	await renewLease(db, sfu('a'), long)
	await placeCall(db, call, 'sfu')
	await renewLease(db, sfu('a', { draining: true, load: 500 }), long)
	await renewLease(db, sfu('b'), long)
	expect(await placeCall(db, call, 'sfu')).toMatchObject({ nodeId: 'a', epoch: 1 })
	expect(await placeCall(db, randomUUID(), 'sfu')).toMatchObject({ nodeId: 'b', epoch: 1 })
})

test('a call whose node died is placed anew, in a new epoch, however often', async () => {
	const call = randomUUID()
	await renewLease(db, sfu('a'), long)
	await placeCall(db, call, 'sfu')
	await renewLease(db, sfu('b'), long)
	await die('a')
	expect(await placeCall(db, call, 'sfu')).toMatchObject({ nodeId: 'b', epoch: 2 })
	expect(await placeCall(db, call, 'sfu')).toMatchObject({ nodeId: 'b', epoch: 2 })
	await die('b')
	await renewLease(db, sfu('a'), long)
	expect(await placeCall(db, call, 'sfu')).toMatchObject({ nodeId: 'a', epoch: 3 })
})

test('with no node to take it there is no placement, and the epoch does not run on', async () => {
	const call = randomUUID()
	expect(await placeCall(db, call, 'sfu')).toBeNull()
	await renewLease(db, sfu('a'), long)
	await placeCall(db, call, 'sfu')
	await die('a')
	await renewLease(db, sfu('draining', { draining: true }), long)
	expect(await placeCall(db, call, 'sfu')).toBeNull()
	await renewLease(db, sfu('b'), long)
	expect(await placeCall(db, call, 'sfu')).toMatchObject({ nodeId: 'b', epoch: 2 })
})

test('kinds are placed apart: an sfu node and a signaling node for the same call', async () => {
	const call = randomUUID()
	await renewLease(db, sfu('a'), long)
	await renewLease(db, { ...sfu('s'), kind: 'signaling' }, long)
	expect(await placeCall(db, call, 'sfu')).toMatchObject({ nodeId: 'a' })
	expect(await placeCall(db, call, 'signaling')).toMatchObject({ nodeId: 's' })
	await releasePlacements(db, call)
	expect(await db.select().from(placements)).toEqual([])
})

test('twenty who place one call at once agree on the node and the epoch', async () => {
	for (const id of ['a', 'b', 'c', 'd']) await renewLease(db, sfu(id), long)
	const call = randomUUID()
	const answers = await Promise.all(Array.from({ length: 20 }, () => placeCall(db, call, 'sfu')))
	expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
	await die(answers[0]?.nodeId ?? '')
	const anew = await Promise.all(Array.from({ length: 20 }, () => placeCall(db, call, 'sfu')))
	expect(new Set(anew.map((answer) => JSON.stringify(answer))).size).toBe(1)
	expect(anew[0]?.epoch).toBe(2)
})

test('two thousand nodes share a burst of calls: nobody takes a second one before the others have theirs', async () => {
	await db.execute(sql`
		insert into nodes (id, kind, url, capacity, expires_at)
		select 'n' || n, 'sfu', 'ws://n', 100, now() + interval '1 minute' from generate_series(1, 2000) n
	`)
	for (let count = 0; count < 100; count += 1) await placeCall(db, randomUUID(), 'sfu')
	expect((await liveNodes(db, 'sfu')).filter(({ load }) => load > 1)).toEqual([])
})

test('one live node among thousands of dead ones is found', async () => {
	await db.execute(sql`
		insert into nodes (id, kind, url, capacity, expires_at)
		select 'n' || n, 'sfu', 'ws://n', 100, now() - interval '1 minute' from generate_series(1, 2000) n
	`)
	await renewLease(db, sfu('alive'), long)
	for (let count = 0; count < 5; count += 1)
		expect(await placeCall(db, randomUUID(), 'sfu')).toMatchObject({ nodeId: 'alive' })
})

test('several leases are renewed at once; one named twice counts as said last', async () => {
	const leases = [sfu('b', { load: 1 }), sfu('a'), sfu('b', { load: 2, region: '東京' })]
	await renewLeases(db, leases, long)
	expect(await liveNodes(db, 'sfu')).toMatchObject([
		{ id: 'a', load: 0, region: '' },
		{ id: 'b', load: 2, region: '東京' },
	])
	await renewLeases(db, [], long)
})

test('a thousand calls lie evenly on fifty nodes of two sizes, and leave the dead for the living, each in its next epoch', async () => {
	const all = Array.from({ length: 50 }, (_, n) => sfu(`n${n}`, { capacity: n % 4 === 0 ? 480 : 120 }))
	await renewLeases(db, all, long)
	const calls = Array.from({ length: 1000 }, () => randomUUID())
	await placeAll(calls)
	const fullness = (await liveNodes(db, 'sfu')).map(({ load, capacity }) => load / capacity)
	const mean = 1000 / all.reduce((sum, { capacity }) => sum + capacity, 0)
	// A call more or less is 0.8 % of a small node.
	for (const one of fullness) expect(Math.abs(one - mean)).toBeLessThan(0.035)

	const [dead, draining] = [all.slice(0, 10), all.slice(10, 20)]
	await renewLeases(db, dead, -1)
	await renewLeases(
		db,
		draining.map((lease) => ({ ...lease, draining: true })),
		long,
	)
	const before = await whereAll()
	await placeAll([...calls, ...Array.from({ length: 200 }, () => randomUUID())])
	const ids = (leases: Lease[]) => new Set(leases.map(({ id }) => id))
	const [deadIds, drainingIds] = [ids(dead), ids(draining)]
	let moved = 0
	for (const [callId, now] of await whereAll()) {
		const was = before.get(callId)
		expect(deadIds).not.toContain(now.nodeId)
		if (was && !deadIds.has(was.nodeId)) expect(now).toEqual(was)
		else expect(drainingIds).not.toContain(now.nodeId)
		if (was && deadIds.has(was.nodeId)) {
			expect(now.epoch).toBe(was.epoch + 1)
			moved += 1
		}
	}
	expect(moved).toBeGreaterThan(100)
})

async function placeAll(callIds: string[]): Promise<void> {
	const queue = callIds.values()
	await Promise.all(
		Array.from({ length: 8 }, async () => {
			for (const callId of queue) expect(await placeCall(db, callId, 'sfu')).not.toBeNull()
		}),
	)
}

async function whereAll(): Promise<Map<string, { nodeId: string; epoch: number }>> {
	const rows = await db.select().from(placements)
	return new Map(rows.map(({ callId, nodeId, epoch }) => [callId, { nodeId, epoch }]))
}

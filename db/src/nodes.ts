import { and, asc, eq, type InferEnum, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { type nodeKindEnum, nodes, placements } from './schema/index.ts'

export type NodeKind = InferEnum<typeof nodeKindEnum>

export interface Lease {
	id: string
	kind: NodeKind
	/** Where its clients reach it. */
	url: string
	region?: string
	/** Calls it means to carry. */
	capacity: number
	/** Calls it carries. */
	load: number
	draining: boolean
}

/** Says that a node lives, for another `ttlMs` by the database's clock, and how it is. */
export async function renewLease(db: Db, lease: Lease, ttlMs: number): Promise<void> {
	const expiresAt = sql`clock_timestamp() + ${ttlMs} * interval '1 millisecond'`
	const values = { ...lease, region: lease.region ?? '', expiresAt }
	// A lease that had run out is a new life of the node.
	const startedAt = sql`case when ${nodes.expiresAt} > clock_timestamp() then ${nodes.startedAt} else now() end`
	await db
		.insert(nodes)
		.values(values)
		.onConflictDoUpdate({ target: nodes.id, set: { ...values, startedAt } })
}

/** The node stops: nobody has to wait for its lease to run out. */
export async function releaseLease(db: Db, nodeId: string): Promise<void> {
	await db.delete(nodes).where(eq(nodes.id, nodeId))
}

/** Those of a kind whose lease runs, draining ones too, by id. */
export async function liveNodes(db: Db, kind: NodeKind): Promise<Lease[]> {
	const { id, url, region, capacity, load, draining } = nodes
	return await db
		.select({ id, kind: nodes.kind, url, region, capacity, load, draining })
		.from(nodes)
		.where(and(eq(nodes.kind, kind), sql`${nodes.expiresAt} > clock_timestamp()`))
		.orderBy(asc(nodes.id))
}

export interface Placement {
	nodeId: string
	url: string
	/** One more at each replacement: whoever acts for a smaller one is out of date. */
	epoch: number
}

/**
 * Where a call lives on nodes of this kind: where it was, as long as that node is alive (draining or not), else on the
 * live one that carries least for its size and is not draining. Null when there is none. Everybody who asks at once gets
 * the same answer: the row is the judge.
 *
 * A full node is still taken when all are: a crowded consultation beats none. What is placed counts at once, or all
 * calls between two renewals of a lease would go to the same node.
 */
export async function placeCall(db: Db, callId: string, kind: NodeKind): Promise<Placement | null> {
	const [placed] = await db.execute<Placement & Record<string, unknown>>(sql`
		with live as materialized (
			select id, url, draining, load::float8 / capacity as fullness
			from nodes where kind = ${kind} and expires_at > clock_timestamp()
		),
		chosen as (
			select live.id
			from live left join placements held on held.call_id = ${callId} and held.kind = ${kind} and held.node_id = live.id
			where not live.draining or held.call_id is not null
			order by held.call_id is null, live.fullness, random()
			limit 1
		),
		placed as (
			insert into placements as held (call_id, kind, node_id)
			select ${callId}, ${kind}, id from chosen
			on conflict (call_id, kind) do update set
				node_id = case when held.node_id in (select id from live) then held.node_id else excluded.node_id end,
				epoch = case when held.node_id in (select id from live) then held.epoch else held.epoch + 1 end,
				placed_at = case when held.node_id in (select id from live) then held.placed_at else excluded.placed_at end
			returning new.node_id, new.epoch, old.epoch is distinct from new.epoch as moved
		),
		counted as (
			update nodes set load = load + 1 where id in (select node_id from placed where moved)
		)
		select placed.node_id as "nodeId", live.url, placed.epoch from placed join live on live.id = placed.node_id
	`)
	return placed ? { nodeId: placed.nodeId, url: placed.url, epoch: placed.epoch } : null
}

/** The call is over. Its load goes from its nodes with their next renewal. */
export async function releasePlacements(db: Db, callId: string): Promise<void> {
	await db.delete(placements).where(eq(placements.callId, callId))
}

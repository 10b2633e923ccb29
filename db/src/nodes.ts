import { and, asc, eq, type InferEnum, type SQL, sql } from 'drizzle-orm'
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
	await renewLeases(db, [lease], ttlMs)
}

/** The same for several at once, of one id the last: whoever vouches for a hundred nodes does it in one statement. */
export async function renewLeases(db: Db, leases: readonly Lease[], ttlMs: number): Promise<void> {
	// In one order for all, or two who vouch for the same nodes could wait for each other.
	const inOrder = [...new Map(leases.map((lease) => [lease.id, lease])).values()].sort((one, other) =>
		one.id < other.id ? -1 : 1,
	)
	const told = JSON.stringify(inOrder.map((lease) => ({ ...lease, region: lease.region ?? '' })))
	await db.execute(sql`
		insert into nodes as known (id, kind, url, region, capacity, load, draining, expires_at)
		select id, kind, url, region, capacity, load, draining, clock_timestamp() + ${ttlMs} * interval '1 millisecond'
		from jsonb_to_recordset(${told}::text::jsonb) as told(
			id text, kind node_kind, url text, region text, capacity integer, load integer, draining boolean
		)
		on conflict (id) do update set
			kind = excluded.kind, url = excluded.url, region = excluded.region, capacity = excluded.capacity,
			load = excluded.load, draining = excluded.draining, expires_at = excluded.expires_at,
			-- A lease that had run out is a new life of the node.
			started_at = case when known.expires_at > clock_timestamp() then known.started_at else now() end
	`)
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

/** So many nodes are looked at for a new call: chance finds them, and the one with most room among them takes it. */
const candidates = 16

/**
 * Where a call lives on nodes of this kind: where it was, as long as that node is alive (draining or not), else on a live
 * one that carries little for its size and is not draining: the one that carries least of a random few, which are all
 * where there are few. Looking at all of thousands for each call would cost milliseconds, and send everybody who asks at
 * the same time to the same node. Null when there is none. Everybody who asks at once gets the same answer: the row is
 * the judge.
 *
 * A full node is still taken when all are: a crowded consultation beats none. What is placed counts at once, or all
 * calls between two renewals of a lease would go to the same node.
 */
export async function placeCall(db: Db, callId: string, kind: NodeKind): Promise<Placement | null> {
	const [held] = await db.execute<Placement & Record<string, unknown>>(sql`
		select held.node_id as "nodeId", nodes.url, held.epoch
		from placements held join nodes on nodes.id = held.node_id and nodes.kind = held.kind
		where held.call_id = ${callId} and held.kind = ${kind} and nodes.expires_at > clock_timestamp()
	`)
	const placed =
		held ??
		(await placeAmong(db, callId, kind, someNodes(kind))) ??
		(await placeAmong(db, callId, kind, allNodes(kind)))
	return placed ? { nodeId: placed.nodeId, url: placed.url, epoch: placed.epoch } : null
}

/**
 * From a random point on, and round to the beginning: with few nodes, all of them. Compared as pairs, so that even without
 * statistics Postgres walks the index from that point and stops after a few; told the kind apart, it expected hardly any
 * rows, read half of the table and sorted it (10 ms with 5,000 nodes, against 0.1).
 */
function someNodes(kind: NodeKind): SQL {
	const from = (lot: number) => sql`
		select * from (
			select * from nodes where (kind, lot) >= (${kind}::node_kind, ${lot}::float8)
			order by kind, lot limit ${candidates}
		) following where kind = ${kind}`
	return sql`
		select id, load, capacity, draining, expires_at
		from ((${from(Math.random())}) union all (${from(0)})) around limit ${candidates}`
}

/** Where all of those few are dead or draining. */
function allNodes(kind: NodeKind): SQL {
	return sql`select id, load, capacity, draining, expires_at from nodes where kind = ${kind}`
}

async function placeAmong(db: Db, callId: string, kind: NodeKind, among: SQL): Promise<Placement | null> {
	const [placed] = await db.execute<Placement & Record<string, unknown>>(sql`
		with chosen as (
			select id from (${among}) candidate
			where not draining and expires_at > clock_timestamp()
			order by load::float8 / capacity, random()
			limit 1
		),
		placed as (
			insert into placements as held (call_id, kind, node_id)
			select ${callId}, ${kind}, id from chosen
			on conflict (call_id, kind) do update set (node_id, epoch, placed_at) = (
				-- Somebody else may have placed it meanwhile, and that stands.
				select
					case when lives then held.node_id else excluded.node_id end,
					case when lives then held.epoch else held.epoch + 1 end,
					case when lives then held.placed_at else excluded.placed_at end
				from (
					select exists (
						select 1 from nodes where id = held.node_id and kind = held.kind and expires_at > clock_timestamp()
					) as lives
				) judged
			)
			returning new.node_id, new.epoch, old.epoch is distinct from new.epoch as moved
		),
		counted as (
			update nodes set load = load + 1 where id = (select node_id from placed where moved)
		)
		select placed.node_id as "nodeId", nodes.url, placed.epoch from placed join nodes on nodes.id = placed.node_id
	`)
	return placed ?? null
}

/** The call is over. Its load goes from its nodes with their next renewal. */
export async function releasePlacements(db: Db, callId: string): Promise<void> {
	await db.delete(placements).where(eq(placements.callId, callId))
}

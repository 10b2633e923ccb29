import type { Db } from '@enshin/db/client.ts'
import { nodes, placements } from '@enshin/db/schema/index.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { SignToken } from './sign-token.ts'

/** Where a browser goes, and the sfu node that carries the call's media; null lets signaling choose. */
type Location = { signalingUrl: string; sfuNode: string | null }

/** What it takes to send somebody to signaling, to a call or (null) to watch. */
export type Signaling = { sign: SignToken; locate: (db: Db, callId: string | null) => Promise<Location> }

/** `fallbackUrl` is told while no signaling node holds a lease. */
export function createLocate(fallbackUrl: string): Signaling['locate'] {
	return async (db, callId) => {
		const signaling = (await findCarrier(db, 'signaling', callId)) ?? (await findLeastLoaded(db))
		const sfu = await findCarrier(db, 'sfu', callId)
		return { signalingUrl: signaling?.url ?? fallbackUrl, sfuNode: sfu?.id ?? null }
	}
}

const alive = gt(nodes.expiresAt, sql`now()`)

/** The live node a call is placed on; a draining one keeps its calls. */
async function findCarrier(db: Db, kind: 'sfu' | 'signaling', callId: string | null) {
	if (callId === null) return undefined
	const [node] = await db
		.select({ id: nodes.id, url: nodes.url })
		.from(placements)
		.innerJoin(nodes, and(eq(nodes.id, placements.nodeId), eq(nodes.kind, kind), alive))
		.where(and(eq(placements.callId, callId), eq(placements.kind, kind)))
	return node
}

async function findLeastLoaded(db: Db) {
	const [node] = await db
		.select({ url: nodes.url })
		.from(nodes)
		.where(and(eq(nodes.kind, 'signaling'), alive))
		.orderBy(asc(nodes.draining), sql`${nodes.load}::float / ${nodes.capacity}`, asc(nodes.id))
		.limit(1)
	return node
}

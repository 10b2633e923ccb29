import type { Db } from '@enshin/db/client.ts'
import { liveNodes, placeCall } from '@enshin/db/nodes.ts'
import { nodes, placements } from '@enshin/db/schema/index.ts'
import { and, eq, gt, sql } from 'drizzle-orm'
import type { SignToken } from './sign-token.ts'

/** What it takes to send somebody to signaling. */
export type Signaling = {
	sign: SignToken
	/** Told to browsers while no signaling node holds a lease. */
	fallbackUrl: string
}

/** Where to go, and the node that is there; without one where no node holds a lease. */
export type SignalingPlace = { signalingUrl: string; node?: string }

/** Where a call's participants meet: the same node for all of them, chosen with the first one's token. */
export async function signalingFor(db: Db, callId: string, { fallbackUrl }: Signaling): Promise<SignalingPlace> {
	const placed = await placeCall(db, callId, 'signaling')
	return placed ? { signalingUrl: placed.url, node: placed.nodeId } : { signalingUrl: fallbackUrl }
}

/** Where presence can be watched: the emptiest node, and one that is leaving only when there is no other. */
export async function signalingForWatch(db: Db, { fallbackUrl }: Signaling): Promise<SignalingPlace> {
	const fullness = ({ load, capacity }: { load: number; capacity: number }) => load / capacity
	const [best] = (await liveNodes(db, 'signaling')).sort(
		(a, b) => Number(a.draining) - Number(b.draining) || fullness(a) - fullness(b),
	)
	return best ? { signalingUrl: best.url, node: best.id } : { signalingUrl: fallbackUrl }
}

/** The live sfu node that carries the call's media; null while it has none, and signaling chooses. */
export async function findSfuNode(db: Db, callId: string): Promise<string | null> {
	const [node] = await db
		.select({ id: nodes.id })
		.from(placements)
		.innerJoin(nodes, eq(nodes.id, placements.nodeId))
		.where(and(eq(placements.callId, callId), eq(placements.kind, 'sfu'), gt(nodes.expiresAt, sql`clock_timestamp()`)))
	return node?.id ?? null
}

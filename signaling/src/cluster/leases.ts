import type { Lease } from '@enshin/db/nodes.ts'
import type { SfuPool } from '../sfu-pool.ts'

/** By the database's clock; renewed well within it. */
export const leaseMs = 8_000
export const renewEveryMs = 2_500

/** Calls a signaling process, and calls of two an sfu worker, mean to carry; what a machine can do, the load test finds. */
const callsOfSignaling = 1_000
const callsOfWorker = 120

/** This node, and the sfu nodes it reaches: they know no database, so whoever controls them vouches for them. */
export function leasesOf(self: { nodeId: string; url: string; calls: number }, pool: SfuPool): Lease[] {
	const signaling: Lease = {
		id: self.nodeId,
		kind: 'signaling',
		url: self.url,
		capacity: callsOfSignaling,
		load: self.calls,
		draining: false,
	}
	const sfus = pool.nodes.flatMap(({ isUp, nodeId, url, load }): Lease[] => {
		if (!isUp || !nodeId || !load) return []
		const capacity = callsOfWorker * Math.max(1, load.workers.length)
		return [{ id: nodeId, kind: 'sfu', url, capacity, load: load.rooms, draining: false }]
	})
	return [signaling, ...sfus]
}

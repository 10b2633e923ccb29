import type { DbEvent } from '@enshin/contracts/events.ts'
import { openDatabase } from '@enshin/db/client.ts'
import { accessEndedSince } from '@enshin/db/ended-access.ts'
import { type Listening, listen, publish } from '@enshin/db/events.ts'
import { liveNodes, placeCall, releaseLease, renewLeases } from '@enshin/db/nodes.ts'
import type { Ended } from '../access/ended-access.ts'
import type { Log } from '../log.ts'
import type { PresenceBoard } from '../presence.ts'
import type { SfuPool } from '../sfu-pool.ts'
import { leaseMs, leasesOf, renewEveryMs } from './leases.ts'
import { SharedPresence } from './shared-presence.ts'

const listenAgainAfterMs = 1_000
/** What a patient may wait for the database when a room is opened; without it, the node is chosen from what is known here. */
const placeWithinMs = 300
const leaveWithinMs = 1_000
/** How far back it asks beyond the last answer: a change counts from its beginning, and is seen at its commit. */
const askBackMs = 60_000

export type Cluster = {
	close: () => Promise<void>
}

/**
 * Takes part with other signaling processes through the database: leases, the placement of calls, presence. It starts at
 * once and never fails: while the database is away this node serves its own calls as if it were alone.
 */
export function joinCluster(options: {
	databaseUrl: string
	nodeId: string
	/** What browsers use to reach this node. */
	url: string
	callCount: () => number
	board: PresenceBoard
	pool: SfuPool
	/** Somebody may no longer be here. Told again now and then: it must not matter. */
	onAccessEnded: (ended: Ended) => void
	log: Log
}): Cluster {
	const { databaseUrl, nodeId, url, callCount, board, pool, onAccessEnded, log } = options
	const { db, close } = openDatabase({ url: databaseUrl, name: `signaling ${nodeId}`, poolSize: 3 })
	const shared = new SharedPresence({ nodeId, board, publish: (event) => publish(db, event) })
	let listening: Listening | null = null
	let stopped = false
	let wasAway = false
	let endedAsk: Date | { msAgo: number } = { msAgo: askBackMs }

	function hear(event: DbEvent): void {
		const ended = endedBy(event)
		if (ended) onAccessEnded(ended)
		else shared.hear(event)
	}

	/**
	 * A notification may be lost with its connection, and the loss be noticed late: so it asks as well. Not of sessions: a
	 * row that is gone does not say whether it was ended or swept out after it expired, and calls outlive that. What was
	 * opened by a session that was ended while the database was away here stays until its call is over, or its page goes.
	 */
	async function askWhoseAccessEnded(): Promise<void> {
		const { ended, now } = await accessEndedSince(db, endedAsk)
		endedAsk = new Date(now.getTime() - askBackMs)
		for (const one of ended) onAccessEnded(one)
	}

	async function keepListening(): Promise<void> {
		while (!stopped && !listening) {
			try {
				listening = await listen({
					url: databaseUrl,
					name: `signaling ${nodeId}`,
					onEvent: hear,
					onListening: () => void shared.listening(),
				})
			} catch {
				await new Promise((resolve) => setTimeout(resolve, listenAgainAfterMs).unref())
			}
		}
		if (stopped) await listening?.close()
	}

	async function renew(): Promise<void> {
		try {
			await askWhoseAccessEnded()
			await renewLeases(db, leasesOf({ nodeId, url, calls: callCount() }, pool), leaseMs)
			shared.setAlive(new Set((await liveNodes(db, 'signaling')).map(({ id }) => id)))
			if (wasAway) log.info('the database is back')
			wasAway = false
		} catch (error) {
			// What other nodes told stays on the board: they have not gone because we cannot see their leases.
			if (!wasAway) log.warn({ error: String(error) }, 'the database is away; this node goes on alone')
			wasAway = true
		}
	}

	pool.place = async (callId) => {
		if (wasAway) return null
		const placed = placeCall(db, callId, 'sfu').catch(() => null)
		return (await within(placeWithinMs, placed))?.nodeId ?? null
	}
	void keepListening()
	let renewing: Promise<void> | null = null
	const renewOnce = () => {
		renewing ??= renew().finally(() => {
			renewing = null
		})
	}
	renewOnce()
	const timer = setInterval(renewOnce, renewEveryMs)

	return {
		close: async () => {
			stopped = true
			clearInterval(timer)
			shared.stop()
			// The lease first: whoever is sent away from here should not be sent back.
			const released = Promise.resolve(renewing).then(() => releaseLease(db, nodeId))
			await within(
				leaveWithinMs,
				released.catch(() => {}),
			)
			await within(
				leaveWithinMs,
				Promise.all([listening?.close(), close()]).catch(() => {}),
			)
		},
	}
}

function endedBy(event: DbEvent): Ended | null {
	switch (event.type) {
		case 'access.ended':
			return { personId: event.personId, facilityId: event.facilityId, patientId: null, at: new Date(event.at) }
		case 'proxy.ended':
			return { personId: event.guardianId, facilityId: null, patientId: event.patientId, at: new Date(event.at) }
		case 'session.ended':
			return { sessionIds: event.sessionIds, at: new Date(event.at) }
		default:
			return null
	}
}

/** Resolves with null when it takes longer. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
	let timer: NodeJS.Timeout | undefined
	const late = new Promise<null>((resolve) => {
		timer = setTimeout(() => resolve(null), ms)
	})
	return await Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

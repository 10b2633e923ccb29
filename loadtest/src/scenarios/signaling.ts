import type { Watched } from '../measure/service-watch.ts'
import {
	type EchoReport,
	type EnteringReport,
	type ReturnReport,
	reconnectGoal,
	SignalingLoad,
	type SignalingLoadOptions,
} from '../signaling/load.ts'
import type { Target } from '../target/types.ts'

export interface SignalingOptions extends SignalingLoadOptions {
	sockets: number
	/** Joins under way at the same time. */
	abreast: number
	echoSeconds: number
}

export const signalingDefaults = { sockets: 1000, abreast: 32, echoSeconds: 10, processes: 1 }

export interface SignalingReport {
	sockets: number
	joins: EnteringReport
	echo: EchoReport
	reconnect: ReturnReport
	/**
	 * What each socket, its part of a call included, added to signaling's resident memory. Roughly: what Node has not yet
	 * given back is in it. `pnpm bench signaling` measures the heap.
	 */
	memoryPerSocketKb: number | null
	/** Busy or late, it is the limit itself, and the run says nothing of the server. */
	generator: { cpu: number; lateMs: number; memoryMb: number; processes: number }
	met: boolean
}

/**
 * Sockets in calls of two, without media: how fast they join, how long an echo takes, and how they come back when all are
 * lost at once. Rejects with a sentence when nobody could join.
 */
export async function runSignaling(
	target: Target,
	options: SignalingOptions,
	say: (line: string) => void,
): Promise<SignalingReport> {
	say(`${Math.ceil(options.sockets / 2)} consultations are booked`)
	const plans = await target.bookRooms(Math.ceil(options.sockets / 2), 2)
	const load = new SignalingLoad(options)
	try {
		say(`${options.sockets} sockets join, ${options.abreast} at a time`)
		const joins = await load.enter(target, plans, options.abreast)
		if (joins.joined === 0) throw new Error(`Nobody could join: ${JSON.stringify(joins.failures)}.`)
		say(`${joins.joined} are in, ${Math.round(joins.perS)} a second; echoes for ${options.echoSeconds} s`)
		const echo = await load.echo(options.echoSeconds)
		say('all sockets are lost at once')
		const reconnect = await load.loseAll()
		const { generator } = load
		const memoryPerSocketKb = grownKb(joins.signaling, joins.joined)
		const met =
			reconnect.withinGoal >= reconnectGoal.share && (reconnect.signaling?.lagP99Ms ?? 0) < reconnectGoal.lagP99Ms
		return { sockets: options.sockets, joins, echo, reconnect, memoryPerSocketKb, generator, met }
	} finally {
		await load.stop()
	}
}

function grownKb(watched: Watched | null, sockets: number): number | null {
	return watched && ((watched.memoryMb - watched.memoryBeforeMb) * 1024) / sockets
}

import { availableParallelism } from 'node:os'
import type { Permission } from '../guard.ts'
import { merge } from '../measure/histogram.ts'
import { add, nothingCounted } from '../participant/tally.ts'
import { GeneratingProcess } from './generating-process.ts'
import type { ProcessSample } from './messages.ts'
import type { Generator, GeneratorSample, OpenRoom, RoomOutcome } from './types.ts'

export interface GeneratorOptions {
	/** One less than the machine has cores, and at least one, unless given. */
	processes?: number
	/** What may be loaded; without it hosts are not checked. */
	guard?: Permission
}

/**
 * Starts the processes that play rooms, each room whole in one of them. The caller stops it. A process that is lost makes
 * its rooms' outcomes failures, and every later `sample` a rejection: what the rest measured is not the run that was asked.
 */
export async function startGenerator(options: GeneratorOptions = {}): Promise<Generator> {
	const count = options.processes ?? Math.max(1, availableParallelism() - 1)
	const processes = Array.from({ length: count }, () => new GeneratingProcess())
	const stop = async () => {
		await Promise.all(processes.map((one) => one.stop()))
	}
	try {
		await Promise.all(processes.map((one) => one.ask('begin', { guard: options.guard ?? null })))
	} catch (error) {
		await stop()
		throw error
	}
	let sampledAtMs = performance.now()

	/** Does something with those of the rooms that each process plays. */
	async function each<T>(
		callIds: string[],
		act: (one: GeneratingProcess, own: string[]) => Promise<T[]>,
	): Promise<T[]> {
		const parts = processes.map((one) => ({ one, own: callIds.filter((callId) => one.callIds.has(callId)) }))
		const busy = parts.filter(({ own }) => own.length > 0)
		return (await Promise.all(busy.map(({ one, own }) => act(one, own)))).flat()
	}

	function place(rooms: OpenRoom[]): void {
		for (const { plan } of rooms) {
			const [emptiest] = processes.filter(({ lost }) => !lost).sort((a, b) => a.callIds.size - b.callIds.size)
			if (!emptiest) throw new Error(processes.find(({ lost }) => lost)?.lost ?? 'This generator has no processes.')
			emptiest.callIds.add(plan.callId)
		}
	}

	/** The outcomes of rooms of one process, which may be lost over it; those that failed are played no more. */
	async function play(one: GeneratingProcess, own: string[], outcomes: Promise<RoomOutcome[]>): Promise<RoomOutcome[]> {
		const all = await outcomes.catch((error: Error) =>
			own.map((callId): RoomOutcome => ({ ok: false, callId, step: 'live', reason: error.message })),
		)
		for (const { ok, callId } of all) if (!ok) one.callIds.delete(callId)
		return all
	}

	return {
		openRooms: (rooms) => {
			place(rooms)
			const callIds = rooms.map(({ plan }) => plan.callId)
			return each(callIds, (one, own) => {
				const mine = rooms.filter(({ plan }) => own.includes(plan.callId))
				return play(one, own, one.ask('open', { rooms: mine }))
			})
		},
		closeRooms: async (callIds) => {
			await each(callIds, async (one, own) => {
				await one.ask('close', { callIds: own })
				for (const callId of own) one.callIds.delete(callId)
				return []
			})
		},
		abandonRooms: async (callIds) => {
			await each(callIds, async (one, own) => {
				await one.ask('abandon', { callIds: own })
				return []
			})
		},
		rejoinRooms: (callIds, overMs) =>
			each(callIds, (one, own) => play(one, own, one.ask('rejoin', { callIds: own, overMs }))),
		sample: async () => {
			const samples = await Promise.all(processes.map((one) => one.ask('sample', null)))
			const nowMs = performance.now()
			const spanMs = nowMs - sampledAtMs
			sampledAtMs = nowMs
			return together(samples, spanMs)
		},
		stop,
	}
}

function together(samples: ProcessSample[], spanMs: number): GeneratorSample {
	const sum = nothingCounted()
	for (const sample of samples) add(sum, sample)
	return {
		...sum,
		atMs: Date.now(),
		spanMs,
		rooms: samples.reduce((all, { rooms }) => all + rooms, 0),
		participants: samples.reduce((all, { participants }) => all + participants, 0),
		delay: merge(samples.map(({ delay }) => delay)),
		processes: samples.map(({ process }) => process),
	}
}

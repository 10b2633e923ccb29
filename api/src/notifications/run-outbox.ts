import { setTimeout as wait } from 'node:timers/promises'
import { type Listening, listen } from '@enshin/db/events.ts'
import { claimDue } from './claim-due.ts'
import { deliver, type Sending } from './deliver.ts'
import { sweepSettled } from './sweep-settled.ts'

/** Messages sent side by side. */
const batchSize = 5
/** Looked at without being told, for tries that are due again. */
const lookEveryMs = 15_000
const listenAgainAfterMs = 1_000
const sweepEveryMs = 60 * 60 * 1_000
/** Longer than an SMS takes. A mail that takes longer is left to another process, when its lease is over. */
const closeWithinMs = 3_000

export type RunningOutbox = {
	/** Takes no more, and gives what is being sent a moment to come to its end. */
	close: () => Promise<void>
}

/**
 * Sends what is in the outbox: at once when told of a commit, and at each look. Any number of processes may run it. It
 * starts at once and never fails; while the database is away messages wait.
 */
export function runOutbox({ databaseUrl, ...sending }: Sending & { databaseUrl: string }): RunningOutbox {
	const { db, log } = sending
	const stop = new AbortController()
	let listening: Listening | undefined
	let working: Promise<void> | undefined
	let again = false
	let wasAway = false

	/** One round at a time; who wakes it during one gets another after it. */
	function wake(): void {
		if (stop.signal.aborted) return
		again = true
		working ??= work().finally(() => {
			working = undefined
		})
	}

	async function work(): Promise<void> {
		try {
			while (again && !stop.signal.aborted) {
				again = false
				const rows = await claimDue(db, batchSize)
				wasAway = false
				if (rows.length === batchSize) again = true
				const done = await Promise.allSettled(rows.map((row) => deliver(sending, row)))
				for (const one of done) if (one.status === 'rejected') log.error({ err: one.reason }, 'outbox row not settled')
			}
		} catch (err) {
			if (!wasAway) log.warn({ err }, 'outbox waits for the database')
			wasAway = true
		}
	}

	async function keepListening(): Promise<void> {
		const onEvent = (event: { type: string }) => {
			if (event.type === 'outbox.added') wake()
		}
		while (!stop.signal.aborted && !listening) {
			try {
				listening = await listen({ url: databaseUrl, name: 'api outbox', onEvent, onListening: wake })
			} catch {
				await wait(listenAgainAfterMs, undefined, { signal: stop.signal }).catch(() => undefined)
			}
		}
	}

	const sweep = () => void sweepSettled(db).catch((err) => log.warn({ err }, 'outbox not swept'))
	const looking = setInterval(wake, lookEveryMs)
	const sweeping = setInterval(sweep, sweepEveryMs)
	const listeningKept = keepListening()
	return {
		close: async () => {
			stop.abort()
			clearInterval(looking)
			clearInterval(sweeping)
			await Promise.race([Promise.all([working, listeningKept]), wait(closeWithinMs, undefined, { ref: false })])
			await listening?.close()
		},
	}
}

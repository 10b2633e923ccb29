import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'

/** Who wants which time of a diary. */
export interface Claim {
	/** When it begins, ISO 8601. */
	startsAt: string
	personId: Id
}

/** What the work of a claim came to: whether the time is taken by it. */
interface Done {
	took: boolean
}

/**
 * Lets one at a time write into a diary, as far as this process goes. The database's lock does so between processes, but
 * whoever waits there holds one of the few connections: forty who want one slot would stop everything else that api does.
 */
export class Turns {
	readonly #running = new Map<Id, { claim: Claim; isGone: Promise<boolean> }>()

	/**
	 * Runs `work` when nobody else works for this id. When somebody who went before got the same time, there is nothing to
	 * wait for or to ask the database: the answer is who it was.
	 */
	async take<Result extends Done>(
		id: Id,
		claim: Claim,
		work: () => Promise<Result>,
	): Promise<{ result: Result } | { lostTo: Claim }> {
		for (;;) {
			const other = this.#running.get(id)
			if (!other) {
				const result = work()
				this.#running.set(id, { claim, isGone: this.#settled(id, result) })
				return { result: await result }
			}
			const isGone = await other.isGone
			if (isGone && other.claim.startsAt === claim.startsAt) return { lostTo: other.claim }
		}
	}

	/** Whether the time is gone, by this work or by what was there before it. */
	async #settled(id: Id, work: Promise<Done>): Promise<boolean> {
		const isGone = await work.then(({ took }) => took, isTaken)
		this.#running.delete(id)
		return isGone
	}
}

function isTaken(error: unknown): boolean {
	return error instanceof ProblemError && error.code === 'appointment.slot_taken'
}

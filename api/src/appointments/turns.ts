import type { Id } from '@enshin/contracts/ids.ts'

/**
 * Lets one at a time write into a diary, as far as this process goes. The database's lock does so between processes, but
 * whoever waits there holds one of the few connections: forty who want one slot would stop everything else that api does.
 */
export class Turns {
	readonly #running = new Map<Id, Promise<void>>()

	/**
	 * Runs `work` when nobody else works for this id and `check` found nothing against it; what `check` found is the answer
	 * otherwise. It is asked anew after each one that was waited for, by all who wait at once: those who lost need no turn.
	 */
	async take<Found, Result>(id: Id, check: () => Promise<Found | null>, work: () => Promise<Result>) {
		for (;;) {
			await this.#running.get(id)
			const found = await check()
			if (found !== null) return { found }
			if (this.#running.has(id)) continue
			const result = work()
			this.#running.set(id, this.#settled(id, result))
			return { result: await result }
		}
	}

	async #settled(id: Id, work: Promise<unknown>): Promise<void> {
		await work.catch(() => undefined)
		this.#running.delete(id)
	}
}

import type { Problem } from '@enshin/contracts/errors.ts'
import type { SubmitFunction } from '$app/forms'
import { page } from '$app/state'

/**
 * A form at the desk whose action is made by `act` (lib/auth/act.ts): while it runs, what was wrong, and whether it has to
 * ask for one's own password.
 */
export class DeskForm<Answer = unknown> {
	busy = $state(false)
	problem = $state.raw<Problem | null>(null)
	#asked = $state(false)
	readonly #onDone: (answer: Answer) => void
	readonly #atOnce: boolean

	/** `askAtOnce` is false where many small forms stand on one page: each asks when it is used. */
	constructor(onDone: (answer: Answer) => void, { askAtOnce = true } = {}) {
		this.#onDone = onDone
		this.#atOnce = askAtOnce
	}

	/** The last proof of who one is, is older than five minutes; or became so on this very page. */
	get needsPassword(): boolean {
		return this.#asked || (this.#atOnce && page.data.session?.fresh === false)
	}

	/** Whether a field of this name was what was wrong. */
	isWrong(name: string): boolean {
		return this.problem?.issues?.some(({ path }) => path === name || path.startsWith(`${name}.`)) ?? false
	}

	/** For `use:enhance`. */
	readonly submit: SubmitFunction = () => {
		this.busy = true
		this.problem = null
		return async ({ result, update }) => {
			if (result.type === 'success') {
				await update({ reset: true })
				this.busy = false
				this.#asked = false
				this.#onDone(result.data?.done as Answer)
				return
			}
			this.busy = false
			if (result.type !== 'failure') {
				await update({ reset: false })
				return
			}
			this.problem = (result.data?.problem as Problem | undefined) ?? null
			if (this.problem?.code === 'auth.step_up') this.#asked = true
		}
	}
}

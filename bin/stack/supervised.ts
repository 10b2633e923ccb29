import { maxRestarts, recoveredMs, restartDelayMs } from './backoff.ts'
import { Child, type ChildSpec } from './child.ts'

export interface SupervisorHooks {
	logFile: string
	/** A sentence for the person at the terminal. */
	say: (line: string) => void
	/** It has started, for the first time or anew; its process is another one then. */
	onServing: () => void
	/** It died too often to go on. */
	onGivenUp: (sentence: string) => void
	/** False: a death is told, and nothing more; somebody who edits its source will start it again. */
	restarts: boolean
}

/** A child that is started again, a little later each time, when it dies unasked. */
export class Supervised {
	readonly child: Child
	#hooks: SupervisorHooks
	#attempts = 0
	#startedAt = 0
	#timer: NodeJS.Timeout | undefined
	#down = false

	constructor(spec: ChildSpec, hooks: SupervisorHooks) {
		this.#hooks = hooks
		this.child = new Child(spec, {
			logFile: hooks.logFile,
			onNotable: (line) => hooks.say(`[${spec.name}] ${line}`),
			onDeath: (sentence) => this.#died(sentence),
		})
	}

	async start(): Promise<void> {
		this.#down = false
		this.#startedAt = Date.now()
		await this.child.start()
		this.#hooks.onServing()
	}

	/** Ends it for good. */
	async stop(): Promise<void> {
		await this.#rest()
		this.child.close()
	}

	async restart(): Promise<void> {
		await this.#rest()
		await this.start()
	}

	/** SIGKILL to it and all it started. With `stayDown` only `restart` brings it back. */
	async kill(options: { stayDown?: boolean } = {}): Promise<void> {
		if (options.stayDown) {
			this.#down = true
			clearTimeout(this.#timer)
		}
		this.child.kill()
		await this.child.exited()
	}

	async #rest(): Promise<void> {
		this.#down = true
		clearTimeout(this.#timer)
		await this.child.stop()
	}

	#died(sentence: string): void {
		if (this.#down) return
		this.#hooks.say(sentence)
		if (!this.#hooks.restarts) return
		if (Date.now() - this.#startedAt > recoveredMs) this.#attempts = 0
		this.#attempts++
		const delayMs = restartDelayMs(this.#attempts)
		const { name } = this.child.spec
		if (delayMs === null) {
			this.#hooks.onGivenUp(`${name} died ${maxRestarts + 1} times; Enshin stops.`)
			return
		}
		this.#hooks.say(`Starting ${name} again (${this.#attempts} of ${maxRestarts}) …`)
		this.#timer = setTimeout(() => {
			this.start().catch((error) => this.#died(error instanceof Error ? error.message : String(error)))
		}, delayMs)
	}
}

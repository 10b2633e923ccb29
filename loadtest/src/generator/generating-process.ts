import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Answered, Command, Commands } from './messages.ts'

/** One process of participants, from its parent's side. It ends by `stop`, or it is lost and says why. */
export class GeneratingProcess {
	/** The rooms it plays. */
	readonly callIds = new Set<string>()
	/** Why it is no more, as a sentence; null while it runs. */
	lost: string | null = null
	readonly #child: ChildProcess
	readonly #waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>()
	#nextId = 1

	constructor() {
		const program = fileURLToPath(new URL('generate.ts', import.meta.url))
		// Its streams are the parent's: what libdatachannel or Node has to say in the end must be seen.
		this.#child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] })
		this.#child.on('message', (answered: Answered) => this.#settle(answered))
		this.#child.on('exit', (code, signal) => this.#ended(`${signal ?? `code ${code}`}`))
		this.#child.on('error', (error) => this.#ended(error.message))
	}

	get pid(): number {
		return this.#child.pid ?? 0
	}

	/** Rejects when the process fails or is lost. */
	ask<C extends Command>(command: C, data: Commands[C]['data']): Promise<Commands[C]['answer']> {
		return new Promise((resolve, reject) => {
			if (this.lost) return reject(new Error(this.lost))
			const id = this.#nextId++
			this.#waiting.set(id, { resolve: (answer) => resolve(answer as Commands[C]['answer']), reject })
			this.#child.send({ id, command, data })
		})
	}

	/** Ends it at once; its sockets go with it. */
	async stop(): Promise<void> {
		if (this.lost) return
		this.lost = 'it was stopped'
		const gone = once(this.#child, 'exit')
		this.#child.kill('SIGKILL')
		await gone
	}

	#settle(answered: Answered): void {
		const waiting = this.#waiting.get(answered.id)
		this.#waiting.delete(answered.id)
		if ('error' in answered) waiting?.reject(new Error(answered.error))
		else waiting?.resolve(answered.answer)
	}

	#ended(how: string): void {
		this.lost ??= `generating process ${this.pid} was lost (${how}), with ${this.callIds.size} rooms`
		for (const { reject } of this.#waiting.values()) reject(new Error(this.lost))
		this.#waiting.clear()
	}
}

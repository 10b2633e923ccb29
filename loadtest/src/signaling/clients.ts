import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Answer, Command } from './messages.ts'

/** Several processes of clients, asked all at once. It owns them: `stop` ends all. */
export class Clients {
	readonly #children: ChildProcess[]
	#nextId = 1

	constructor(processes: number) {
		this.#children = Array.from({ length: processes }, () =>
			fork(join(import.meta.dirname, 'client-process.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
		)
	}

	get count(): number {
		return this.#children.length
	}

	/** The same of each; rejects when one fails or dies. */
	ask<C extends Command>(command: C): Promise<Answer<C['do']>[]> {
		return this.askEach(() => command)
	}

	/** Something else of each, by its number. */
	askEach<C extends Command>(commandOf: (index: number) => C): Promise<Answer<C['do']>[]> {
		return Promise.all(this.#children.map((child, index) => this.#ask(child, commandOf(index))))
	}

	async stop(): Promise<void> {
		const alive = this.#children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
		await Promise.all(
			alive.map((child) => {
				const gone = once(child, 'exit')
				child.kill('SIGKILL')
				return gone
			}),
		)
	}

	#ask<C extends Command>(child: ChildProcess, command: C): Promise<Answer<C['do']>> {
		const id = this.#nextId++
		return new Promise((resolve, reject) => {
			const forget = () => {
				child.off('message', take)
				child.off('exit', died)
			}
			const take = (message: unknown) => {
				const reply = message as { id: number; answer?: Answer<C['do']>; error?: string }
				if (reply.id !== id) return
				forget()
				if (reply.error === undefined) resolve(reply.answer as Answer<C['do']>)
				else reject(new Error(reply.error))
			}
			const died = () => {
				forget()
				reject(new Error('A process of clients died.'))
			}
			child.on('message', take).once('exit', died)
			child.send({ id, command })
		})
	}
}

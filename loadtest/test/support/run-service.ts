import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Held, Turns } from './turn-watch.ts'

const root = join(import.meta.dirname, '../../..')

export interface Service {
	readonly child: ChildProcess
	/** From its own log line that says where it listens. */
	readonly url: string
	/** Everything it said. */
	readonly said: () => string
	/** What `turn-watch.ts` saw since it was last asked. */
	turns: () => Promise<Turns>
	/** What it holds after a collection; wants `--expose-gc` among its arguments. */
	held: () => Promise<Held>
	stop: (signal?: NodeJS.Signals) => Promise<void>
}

/** A service of this repository as operators start it, in a process of its own; resolves when it listens. */
export function runService(
	name: 'signaling' | 'sfu',
	env: Record<string, string>,
	args: string[] = [],
): Promise<Service> {
	return runServer(join(root, name, 'src/main.ts'), env, args)
}

/** Any server that says where it listens as ours do: a line of JSON with its url. */
export async function runServer(file: string, env: Record<string, string>, args: string[]): Promise<Service> {
	const watch = `--import=${join(import.meta.dirname, 'turn-watch.ts')}`
	const child = spawn(process.execPath, [watch, ...args, file], {
		env: { PATH: process.env.PATH, ...env },
		stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
	})
	let said = ''
	const url = await new Promise<string>((resolve, reject) => {
		child.stdout?.on('data', (data) => {
			said += String(data)
			const listens = /"url":"(ws:[^"]+)"[^\n]*"(signaling listens|sfu ready|bare server listens)"/.exec(said)
			if (listens?.[1]) resolve(listens[1])
		})
		child.once('exit', (code) => reject(new Error(`${file} ended with ${code}: ${said}`)))
	})
	async function ask<T>(what: 'turns' | 'held'): Promise<T> {
		const answered = once(child, 'message')
		child.send(what)
		const [answer] = (await answered) as [T]
		return answer
	}
	return {
		child,
		url,
		said: () => said,
		turns: () => ask<Turns>('turns'),
		held: () => ask<Held>('held'),
		stop: async (signal = 'SIGTERM') => {
			if (child.exitCode !== null || child.signalCode !== null) return
			const gone = once(child, 'exit')
			child.kill(signal)
			await gone
		},
	}
}

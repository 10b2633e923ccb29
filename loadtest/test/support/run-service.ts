import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Turns } from './turn-watch.ts'

const root = join(import.meta.dirname, '../../..')

export interface Service {
	readonly child: ChildProcess
	/** From its own log line that says where it listens. */
	readonly url: string
	/** Everything it said. */
	readonly said: () => string
	/** What `turn-watch.ts` saw since it was last asked. */
	turns: () => Promise<Turns>
	stop: (signal?: NodeJS.Signals) => Promise<void>
}

/** A service of this repository as operators start it, in a process of its own; resolves when it listens. */
export async function runService(
	name: 'signaling' | 'sfu',
	env: Record<string, string>,
	args: string[] = [],
): Promise<Service> {
	const watch = `--import=${join(import.meta.dirname, 'turn-watch.ts')}`
	const child = spawn(process.execPath, [watch, ...args, join(root, name, 'src/main.ts')], {
		env: { PATH: process.env.PATH, ...env },
		stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
	})
	let said = ''
	const url = await new Promise<string>((resolve, reject) => {
		child.stdout?.on('data', (data) => {
			said += String(data)
			const listens = /"url":"(ws:[^"]+)"[^\n]*"(signaling listens|sfu ready)"/.exec(said)
			if (listens?.[1]) resolve(listens[1])
		})
		child.once('exit', (code) => reject(new Error(`${name} ended with ${code}: ${said}`)))
	})
	return {
		child,
		url,
		said: () => said,
		turns: async () => {
			const answered = once(child, 'message')
			child.send('turns')
			const [turns] = (await answered) as [Turns]
			return turns
		},
		stop: async (signal = 'SIGTERM') => {
			if (child.exitCode !== null || child.signalCode !== null) return
			const gone = once(child, 'exit')
			child.kill(signal)
			await gone
		},
	}
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

export interface Service {
	readonly child: ChildProcess
	/** From its own log line that says where it listens. */
	readonly url: string
	/** Everything it said. */
	readonly said: () => string
	stop: (signal?: NodeJS.Signals) => Promise<void>
}

/** A service of this repository as operators start it, in a process of its own; resolves when it listens. */
export async function runService(
	name: 'signaling' | 'sfu',
	env: Record<string, string>,
	args: string[] = [],
): Promise<Service> {
	const child = spawn(process.execPath, [...args, join(root, name, 'src/main.ts')], {
		env: { PATH: process.env.PATH, ...env },
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	let said = ''
	const url = await new Promise<string>((resolve, reject) => {
		child.stdout.on('data', (data) => {
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
		stop: async (signal = 'SIGTERM') => {
			if (child.exitCode !== null || child.signalCode !== null) return
			const gone = once(child, 'exit')
			child.kill(signal)
			await gone
		},
	}
}

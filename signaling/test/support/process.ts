import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { freePort, origin } from './signaling.ts'
import { publicKey } from './tokens.ts'

/** The process as operators start it, with nothing around it: sfu, api and database are all away. */
export async function startProcess(change: Record<string, string> = {}) {
	const port = await freePort()
	const env = {
		PATH: process.env.PATH,
		ENSHIN_SIGNALING_PORT: String(port),
		ENSHIN_SFU_URLS: `ws://127.0.0.1:${await freePort()}`,
		ENSHIN_SFU_CONTROL_SECRET: 'sixteen characters',
		ENSHIN_ALLOWED_ORIGINS: origin,
		ENSHIN_JOIN_TOKEN_PUBLIC_KEY: JSON.stringify(publicKey),
		ENSHIN_API_URL: `http://127.0.0.1:${await freePort()}`,
		ENSHIN_SERVICE_SECRET: 'sixteen characters',
		...change,
	}
	const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/main.ts')], { env, stdio: 'pipe' })
	onTestFinished(() => void child.kill('SIGKILL'))
	let output = ''
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (data) => {
			output += String(data)
		})
	}
	const exited = once(child, 'exit').then(([code]) => code as number | null)
	return {
		child,
		exited,
		output: () => output,
		url: `ws://127.0.0.1:${port}`,
		health: `http://127.0.0.1:${port}/health`,
	}
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { freePort } from './support/signaling.ts'
import { publicKey } from './support/tokens.ts'

/** The process as operators start it, with nothing around it: sfu, api and database are all away. */
async function start(change: Record<string, string> = {}) {
	const port = await freePort()
	const env = {
		PATH: process.env.PATH,
		ENSHIN_SIGNALING_PORT: String(port),
		ENSHIN_SFU_URLS: `ws://127.0.0.1:${await freePort()}`,
		ENSHIN_SFU_CONTROL_SECRET: 'sixteen characters',
		ENSHIN_ALLOWED_ORIGINS: 'https://enshin.example',
		ENSHIN_JOIN_TOKEN_PUBLIC_KEY: JSON.stringify(publicKey),
		ENSHIN_API_URL: `http://127.0.0.1:${await freePort()}`,
		ENSHIN_SERVICE_SECRET: 'sixteen characters',
		...change,
	}
	const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], { env, stdio: 'pipe' })
	onTestFinished(() => void child.kill('SIGKILL'))
	let output = ''
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (data) => {
			output += String(data)
		})
	}
	const exited = once(child, 'exit').then(([code]) => code as number | null)
	return { child, exited, output: () => output, health: `http://127.0.0.1:${port}/health` }
}

test.each(['SIGTERM', 'SIGINT'] as const)(
	'starts with nobody around it, and ends with 0 on %s',
	{ timeout: 60_000 },
	async (signal) => {
		const { child, exited, output, health } = await start()
		const status = () =>
			fetch(health).then(
				(response) => response.status,
				() => 0,
			)
		// A whole process starts; on a machine full of other tests that takes its time.
		await eventually(status, 30_000).toBe(200)
		child.kill(signal)
		expect(await exited).toBe(0)
		for (const line of output().trim().split('\n')) {
			expect(JSON.parse(line)).toMatchObject({ service: 'signaling', time: expect.stringMatching(/\+09:00$/) })
		}
		expect(output()).not.toContain('sixteen characters')
	},
)

test('a wrong variable stops the start with its name and what it should be', async () => {
	const { exited, output } = await start({ ENSHIN_ALLOWED_ORIGINS: 'enshin.example' })
	expect(await exited).toBe(1)
	expect(output()).toMatch(/^ENSHIN_ALLOWED_ORIGINS should be .+\n$/)
})

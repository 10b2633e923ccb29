import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { kill } from 'node:process'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runSfu, secret } from './support/sfu.ts'

const main = new URL('../src/main.ts', import.meta.url).pathname

function start(env: Record<string, string>) {
	const { PATH, MEDIASOUP_WORKER_BIN } = process.env
	const child = spawn(process.execPath, [main], { env: { PATH, MEDIASOUP_WORKER_BIN, ENSHIN_SFU_PORT: '0', ...env } })
	onTestFinished(() => void child.kill('SIGKILL'))
	return child
}

describe('the process', () => {
	test.each(['SIGTERM', 'SIGINT'] as const)('stops on %s with 0, its workers with it', async (signal) => {
		const child = start({ ENSHIN_SFU_CONTROL_SECRET: secret, ENSHIN_SFU_WORKERS: '2' })
		const workers: number[] = []
		for await (const chunk of child.stdout) {
			const lines = String(chunk).split('\n').filter(Boolean)
			const ready = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'sfu ready')
			if (!ready) continue
			expect(ready.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/)
			workers.push(...ready.workers)
			break
		}
		expect(workers).toHaveLength(2)
		child.kill(signal)
		expect(await once(child, 'exit')).toEqual([0, null])
		for (const pid of workers) expect(() => kill(pid, 0)).toThrow('ESRCH')
	})

	test('does not start with a wrong setting, names it, and shows no secret', async () => {
		const child = start({ ENSHIN_SFU_CONTROL_SECRET: 'too short', ENSHIN_SFU_PORT: 'x' })
		const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
		expect(code).toBe(1)
		expect(said).toContain('ENSHIN_SFU_CONTROL_SECRET must have at least 16 characters')
		expect(said).toContain('ENSHIN_SFU_PORT must be a whole number')
		expect(said).not.toContain('too short')
	})
})

test('a node whose port is taken does not start, and leaves no worker behind', async () => {
	const sfu = await runSfu()
	const port = Number(new URL(sfu.httpUrl).port)
	await expect(runSfu({ port })).rejects.toThrow('EADDRINUSE')
	expect(sfu.workers.length).toBe(2)
	expect(sfu.workers[1]?.subprocessClosed).toBe(true)
})

test('a node whose worker cannot start does not start', async () => {
	await expect(runSfu({ workerBin: '/nonexistent/mediasoup-worker' })).rejects.toThrow('worker did not start')
})

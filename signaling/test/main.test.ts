import { expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { startProcess } from './support/process.ts'

test.each(['SIGTERM', 'SIGINT'] as const)(
	'starts with nobody around it, and ends with 0 on %s',
	{ timeout: 60_000 },
	async (signal) => {
		const { child, exited, output, health } = await startProcess()
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
	const { exited, output } = await startProcess({ ENSHIN_ALLOWED_ORIGINS: 'enshin.example' })
	expect(await exited).toBe(1)
	expect(output()).toMatch(/^ENSHIN_ALLOWED_ORIGINS should be .+\n$/)
})

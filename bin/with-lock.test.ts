import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from './run-command.ts'
import { withLock } from './with-lock.ts'

let folder: string
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'enshin-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('two of the same work never overlap, and the second is told that it waits', async () => {
	const order: string[] = []
	const work = (name: string) =>
		withLock(
			join(folder, 'lock'),
			() => order.push(`${name} waits`),
			async () => {
				order.push(`${name} begins`)
				await sleep(100)
				order.push(`${name} ends`)
			},
		)
	await Promise.all([work('a'), work('b')])
	expect(order).toEqual(['a begins', 'b waits', 'a ends', 'b begins', 'b ends'])
})

test('a lock whose holder died is taken over', async () => {
	writeFileSync(join(folder, 'lock'), '999999999')
	expect(
		await withLock(
			join(folder, 'lock'),
			() => {},
			async () => 'done',
		),
	).toBe('done')
})

test('a command that hangs is killed with all it started, and says so', async () => {
	const ran = await run('sh', ['-c', 'echo begun; sleep 60 & sleep 60'], { cwd: folder, withinMs: 300 })
	expect(ran).toMatchObject({ timedOut: true, code: null, stdout: 'begun\n' })
})

test('a command that leaves something running behind is still over when it ends', async () => {
	const ran = await run('sh', ['-c', 'sleep 60 & echo done'], { cwd: folder, withinMs: 10_000 })
	expect(ran).toMatchObject({ timedOut: false, code: 0, stdout: 'done\n' })
})

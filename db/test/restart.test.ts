import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../src/client.ts'
import { listen, publish } from '../src/events.ts'
import { type KillableServer, startKillableServer } from '../src/testing.ts'

let server: KillableServer
beforeAll(async () => {
	server = await startKillableServer()
})
afterAll(() => server.remove())

/**
 * The guard over patches/postgres@3.4.9.patch. Without the patch a connection lost within a transaction ends in a
 * TypeError thrown from a timer of postgres.js (upstream issues 1066, 1154 and 1208), which nobody can catch: this
 * child then dies.
 */
test.each(['postmaster', 'everybody'] as const)(
	'a process in the middle of transactions survives the database being killed (%s) and restarted, three times over',
	async (whom) => {
		const child = fork(fileURLToPath(new URL('restart-child.ts', import.meta.url)), [server.url], { stdio: 'pipe' })
		const said = read(child)
		const count = { committed: 0, failed: 0 }
		child.on('message', (news) => Object.assign(count, news))
		for (let round = 0; round < 3; round += 1) {
			const { committed, failed } = { ...count }
			await expect.poll(() => count.committed, { timeout: 10_000 }).toBeGreaterThan(committed + 20)
			await server.kill(whom)
			await expect.poll(() => count.failed + (child.exitCode ?? 0), { timeout: 10_000 }).toBeGreaterThan(failed)
			await server.restart()
			const before = count.committed
			const backAt = performance.now()
			await expect
				.poll(() => (child.exitCode === null ? count.committed : Infinity), { timeout: 10_000 })
				.toBeGreaterThan(before)
			expect(performance.now() - backAt).toBeLessThan(5000)
			expect(child.exitCode, said.join('')).toBeNull()
		}
		const gone = new Promise((resolve) => child.once('exit', resolve))
		child.kill()
		await gone
	},
	60_000,
)

function read(child: ChildProcess): string[] {
	const said: string[] = []
	child.stderr?.on('data', (text) => said.push(String(text)))
	return said
}

test('an event is heard when its transaction commits, not when it is rolled back', async () => {
	const { db, close } = openDatabase({ url: server.url, name: 'test' })
	const heard: unknown[] = []
	const unknown: string[] = []
	const listening = await listen({
		url: server.url,
		name: 'test',
		onEvent: (event) => void heard.push(event),
		onUnknown: (payload) => void unknown.push(payload),
	})
	await expect(
		db.transaction(async (tx) => {
			await publish(tx, event('019a8a00-0000-7000-8000-000000000001'))
			throw new Error('changed my mind')
		}),
	).rejects.toThrow('changed my mind')
	await db.transaction((tx) => publish(tx, event('019a8a00-0000-7000-8000-000000000002')))
	await db.execute(sql`select pg_notify('enshin', 'from a later version')`)
	await expect.poll(() => unknown).toEqual(['from a later version'])
	expect(heard).toEqual([event('019a8a00-0000-7000-8000-000000000002')])
	await listening.close()
	await close()
})

test('a listener hears again after the database was killed, and is told that it missed something', async () => {
	const { db, close } = openDatabase({ url: server.url, name: 'test' })
	const heard: unknown[] = []
	let listens = 0
	const listening = await listen({
		url: server.url,
		name: 'test',
		onEvent: (event) => void heard.push(event),
		onListening: () => {
			listens += 1
		},
	})
	await server.kill('everybody')
	await server.restart()
	await expect.poll(() => listens, { timeout: 10_000 }).toBe(2)
	await expect
		.poll(() =>
			publish(db, event('019a8a00-0000-7000-8000-000000000003')).then(
				() => true,
				() => false,
			),
		)
		.toBe(true)
	await expect.poll(() => heard).toEqual([event('019a8a00-0000-7000-8000-000000000003')])
	await listening.close()
	await close()
})

function event(appointmentId: string) {
	const other = '019a8a00-0000-7000-8000-00000000000f'
	return { type: 'appointment.changed', change: 'booked', appointmentId, facilityId: other, callId: other } as const
}

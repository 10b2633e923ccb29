import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@enshin/db/client.ts'
import { startEmbeddedPostgres } from '@enshin/db/embedded.ts'
import { migrate } from '@enshin/db/migrate.ts'
import { admitRole } from '@enshin/db/roles.ts'
import { createVault } from '@enshin/db/sealing/vault.ts'
import { createTestMasterKey, makeFacility, makeWorker, testPassword, useVault } from '@enshin/db/testing.ts'
import { expect, test } from 'vitest'
import { problemOf, serviceSecret, sessionFor, startTestApi } from './support.ts'

test('while the database is away every answer says so, and all is well within seconds of its return', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'enshin-api-'))
	const settings = { fsync: 'off' }
	let postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'db'), settings })
	const { port } = postgres
	await migrate(postgres.url)
	const { db, close } = openDatabase({ url: postgres.url, name: 'test' })
	const masterKey = createTestMasterKey()
	useVault(db, createVault(masterKey))
	const databaseUrl = await admitRole(postgres.url, 'app', 'a-password-for-a-test')
	const { call, close: stopApi } = await startTestApi({ databaseUrl, masterKey })
	try {
		const clinic = await makeFacility(db)
		const staff = await makeWorker(db, clinic, 'staff')
		const token = await sessionFor(db, staff)
		const signIn = () =>
			call('POST', '/sessions', { body: { email: staff.email, password: testPassword, facility: clinic.slug } })
		expect([(await call('GET', '/me', { token })).status, (await signIn()).status]).toEqual([200, 201])

		await postgres.stop()
		const events = { events: [] }
		for (const answer of [
			await call('GET', '/health'),
			await call('GET', '/me', { token }),
			await signIn(),
			await call('POST', '/watch-token', { token, body: {} }),
		]) {
			expect(problemOf(answer).code).toBe('unavailable')
		}
		// What needs no database is refused as ever.
		expect(problemOf(await call('GET', '/me')).code).toBe('auth.required')
		const internal = `/internal/calls/${clinic.id}/events`
		expect(problemOf(await call('POST', internal, { token: serviceSecret, body: events })).code).toBe('request.invalid')

		postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'db'), port, settings })
		await expect.poll(async () => (await call('GET', '/me', { token })).status, { timeout: 5_000 }).toBe(200)
		await expect.poll(async () => (await signIn()).status, { timeout: 5_000 }).toBe(201)
	} finally {
		await stopApi()
		await close()
		await postgres.stop()
		await rm(folder, { recursive: true, force: true })
	}
})

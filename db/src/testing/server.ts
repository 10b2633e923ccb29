import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { ensureDatabase } from '../embedded/ensure-database.ts'
import { startEmbeddedPostgres } from '../embedded.ts'
import { migrate } from '../migrate.ts'
import { admitRole } from '../roles.ts'
import { templateDatabase } from './database.ts'

/** A vitest `globalSetup`: one Postgres for the whole run, with a migrated database to copy from; gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'enshin-test-'))
	// A crash of the machine may lose it; a crash of the server may not, so that tests can kill it.
	const settings = { fsync: 'off', full_page_writes: 'off', max_connections: 300 }
	const server = await startEmbeddedPostgres({ dataDir: join(folder, 'database'), settings })
	const templateUrl = await ensureDatabase(server.url, templateDatabase)
	await migrate(templateUrl)
	const password = randomBytes(24).toString('base64url')
	for (const role of ['app', 'signaling'] as const) await admitRole(templateUrl, role, password)
	project.provide('databaseServerUrl', server.url)
	project.provide('databaseRolePassword', password)
	return async () => {
		await server.stop()
		await rm(folder, { recursive: true, force: true })
	}
}

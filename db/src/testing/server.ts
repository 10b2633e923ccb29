import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { ensureDatabase } from '../embedded/ensure-database.ts'
import { startEmbeddedPostgres } from '../embedded.ts'
import { migrate } from '../migrate.ts'
import { templateDatabase } from './database.ts'

/** A vitest `globalSetup`: one Postgres for the whole run, with a migrated database to copy from; gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'enshin-test-'))
	// A crash of the machine may lose it; a crash of the server may not, so that tests can kill it.
	const settings = { fsync: 'off', full_page_writes: 'off', max_connections: 300 }
	const server = await startEmbeddedPostgres({ dataDir: join(folder, 'database'), settings })
	await migrate(await ensureDatabase(server.url, templateDatabase))
	project.provide('databaseServerUrl', server.url)
	return async () => {
		await server.stop()
		await rm(folder, { recursive: true, force: true })
	}
}

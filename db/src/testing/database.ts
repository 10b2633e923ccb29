import { randomUUID } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { type Db, openDatabase } from '../client.ts'
import { connect } from '../connection.ts'
import { urlOfDatabase } from '../embedded/ensure-database.ts'

declare module 'vitest' {
	interface ProvidedContext {
		/** Of the run's own Postgres, started by testing/server.ts. */
		databaseServerUrl: string
	}
}

export const templateDatabase = 'enshin_template'

/** A database of the test file's own, migrated and empty. Call it at the top of the file; it goes when the file is done. */
export async function openTestDatabase({ poolSize = 10 } = {}): Promise<{ db: Db; url: string }> {
	const name = `test_${randomUUID().replaceAll('-', '')}`
	const serverUrl = inject('databaseServerUrl')
	await onServer(serverUrl, `create database ${name} template ${templateDatabase}`)
	const url = urlOfDatabase(serverUrl, name)
	const { db, close } = openDatabase({ url, name: 'test', poolSize })
	afterAll(async () => {
		await close()
		await onServer(serverUrl, `drop database ${name} with (force)`)
	})
	return { db, url }
}

async function onServer(url: string, statement: string): Promise<void> {
	const client = connect({ url, name: 'test', max: 1 })
	try {
		await client.unsafe(statement)
	} finally {
		await client.end({ timeout: 5 })
	}
}

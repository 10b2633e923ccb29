import { randomUUID } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { type Db, openDatabase } from '../client.ts'
import { connect } from '../connection.ts'
import { urlOfDatabase } from '../embedded/ensure-database.ts'
import { urlAs } from '../roles.ts'
import { type AppDatabase, openAppDatabase } from '../scope.ts'
import type { MasterKey } from '../sealing/master-key.ts'
import { createVault, type Vault } from '../sealing/vault.ts'
import { createTestMasterKey } from './master-key.ts'

declare module 'vitest' {
	interface ProvidedContext {
		/** Of the run's own Postgres, started by testing/server.ts. */
		databaseServerUrl: string
		/** Of the services' roles on it. */
		databaseRolePassword: string
	}
}

export const templateDatabase = 'enshin_template'

export interface TestDatabase {
	/** As the owner, whom no policy binds: for what a test lays out and looks up. */
	db: Db
	url: string
	/** As the api sees it. */
	app: AppDatabase
	appUrl: string
	signalingUrl: string
	masterKey: MasterKey
	vault: Vault
}

/** A database of the test file's own, migrated and empty. Call it at the top of the file; it goes when the file is done. */
export async function openTestDatabase({ poolSize = 10 } = {}): Promise<TestDatabase> {
	const name = `test_${randomUUID().replaceAll('-', '')}`
	const serverUrl = inject('databaseServerUrl')
	await onServer(serverUrl, `create database ${name} template ${templateDatabase}`)
	const url = urlOfDatabase(serverUrl, name)
	const { db, close } = openDatabase({ url, name: 'test', poolSize })
	const appUrl = urlAs(url, 'app', inject('databaseRolePassword'))
	const app = openAppDatabase({ url: appUrl, name: 'test app', poolSize })
	const masterKey = createTestMasterKey()
	const vault = createVault(masterKey)
	vaults.set(db, vault)
	afterAll(async () => {
		await Promise.all([close(), app.close()])
		await onServer(serverUrl, `drop database ${name} with (force)`)
	})
	const signalingUrl = urlAs(url, 'signaling', inject('databaseRolePassword'))
	return { db, url, app, appUrl, signalingUrl, masterKey, vault }
}

const vaults = new WeakMap<Db, Vault>()

/** The keys of a database opened here, so that whoever makes a person in it need not carry them along. */
export function vaultOf(db: Db): Vault {
	const vault = vaults.get(db)
	if (!vault) throw new Error('not a database of openTestDatabase, nor registered with useVault')
	return vault
}

/** For a test that opens its own server. */
export function useVault(db: Db, vault: Vault): void {
	vaults.set(db, vault)
}

async function onServer(url: string, statement: string): Promise<void> {
	const client = connect({ url, name: 'test', max: 1 })
	try {
		await client.unsafe(statement)
	} finally {
		await client.end({ timeout: 5 })
	}
}

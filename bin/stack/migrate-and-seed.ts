import { existsSync } from 'node:fs'
import { migrate } from '@enshin/db/migrate.ts'
import { admitRole } from '@enshin/db/roles.ts'
import { createMasterKeyFile, createVault, loadMasterKey } from '@enshin/db/sealing/vault.ts'
import { seed } from '@enshin/db/seed.ts'

// A process of its own, for prepare-database.ts: it needs the dependencies, which the launcher must not.
const {
	DATABASE_URL: url = '',
	ENSHIN_MASTER_KEY_FILE: path = '',
	ENSHIN_DATABASE_PASSWORD: password = '',
} = process.env
if (!existsSync(path)) createMasterKeyFile(path)
await migrate(url)
for (const role of ['app', 'signaling'] as const) await admitRole(url, role, password)
if (process.argv.includes('--seed')) await seed(url, createVault(loadMasterKey({ kind: 'file', path })))

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MasterKey, masterKeyOf, newMasterKeyMaterial } from '../sealing/master-key.ts'
import { createMasterKeyFile, createVault, loadMasterKey, type Vault } from '../sealing/vault.ts'

/** A master key of a test's own, in memory. */
export function createTestMasterKey(): MasterKey {
	const material = newMasterKeyMaterial()
	return masterKeyOf(() => material)
}

/** A master key in a file of a test's own, for a process that the test starts, and the vault it opens. */
export function createTestMasterKeyFile(): { path: string; masterKey: MasterKey; vault: Vault } {
	const path = join(mkdtempSync(join(tmpdir(), 'enshin-key-')), 'master-key.json')
	createMasterKeyFile(path)
	const masterKey = loadMasterKey({ kind: 'file', path })
	return { path, masterKey, vault: createVault(masterKey) }
}

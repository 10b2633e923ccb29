/** What tests of any package need of a database; never imported outside tests. */
export { openTestDatabase, type TestDatabase, useVault, vaultOf } from './testing/database.ts'
export { type KillableServer, startKillableServer } from './testing/killable-server.ts'
export { createTestMasterKey, createTestMasterKeyFile } from './testing/master-key.ts'
export * from './testing/people.ts'

import { type MasterKey, masterKeyOf, newMasterKeyMaterial } from '../sealing/master-key.ts'

/** A master key of a test's own, in memory. */
export function createTestMasterKey(): MasterKey {
	const material = newMasterKeyMaterial()
	return masterKeyOf(() => material)
}

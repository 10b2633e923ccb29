import type { Id } from '@enshin/contracts/ids.ts'
import { and, eq } from 'drizzle-orm'
import type { Db } from './client.ts'
import { searchTokens } from './schema/index.ts'
import { nameTokens } from './sealing/name-tokens.ts'
import { telephoneTokens } from './sealing/telephone-tokens.ts'
import type { Vault } from './sealing/vault.ts'

/** What a patient is found by at one facility. */
export interface Findable {
	patientId: Id
	facilityId: Id
	name: string
	kana: string
	/** E.164. */
	telephone?: string | null
}

/** Makes a patient findable by name and telephone at a facility; known tokens stay. */
export async function addSearchTokens(db: Db, vault: Vault, patient: Findable): Promise<void> {
	const { patientId, facilityId, telephone } = patient
	const tokens = [...nameTokens(vault, facilityId, patient), ...telephoneTokens(vault, facilityId, telephone ?? null)]
	await db
		.insert(searchTokens)
		.values(tokens.map((token) => ({ facilityId, token, patientId })))
		.onConflictDoNothing()
}

/** After a change of name or telephone: found by what holds now, and no more by what was. In one transaction. */
export async function replaceSearchTokens(tx: Db, vault: Vault, patient: Findable): Promise<void> {
	const { patientId, facilityId } = patient
	await tx
		.delete(searchTokens)
		.where(and(eq(searchTokens.facilityId, facilityId), eq(searchTokens.patientId, patientId)))
	await addSearchTokens(tx, vault, patient)
}

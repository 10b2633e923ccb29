import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { eq } from 'drizzle-orm'
import { facility } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'

/** A facility with its name and telephone in clear. */
export async function readFacility({ db, vault }: { db: Db; vault: Vault }, facilityId: Id) {
	const [row] = await db.select().from(facilities).where(eq(facilities.id, facilityId))
	if (!row) throw new ProblemError('not_found')
	return openFacility(await vault.keys(db, [facility(facilityId)]), row)
}

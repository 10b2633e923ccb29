import { id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { eq } from 'drizzle-orm'
import { readFacility } from '../people/read-facility.ts'
import { OpsError } from './ops-error.ts'

/** A facility by its slug or its id, with its name in clear. */
export async function findFacility(within: { db: Db; vault: Vault }, named: string) {
	const column = id.safeParse(named).success ? facilities.id : facilities.slug
	const [found] = await within.db.select({ id: facilities.id }).from(facilities).where(eq(column, named))
	if (!found) throw new OpsError(`There is no facility ${named}.`)
	return await readFacility(within, found.id)
}

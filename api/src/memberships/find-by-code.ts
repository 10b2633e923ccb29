import { ProblemError } from '@enshin/contracts/errors.ts'
import type { FacilityByCode } from '@enshin/contracts/memberships.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities } from '@enshin/db/schema/index.ts'
import { foldNumber } from '@enshin/db/sealing/fold-number.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, isNull, sql } from 'drizzle-orm'
import { facility } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'

/** The facility with this 医療機関コード, however it was typed. Throws `membership.code_unknown`. */
export async function findByCode(db: Db, vault: Vault, typed: string): Promise<FacilityByCode> {
	const { id, code, name, kind, telephone } = facilities
	const folded = foldNumber(typed)
	const [row] = await db
		.select({ id, code, name, kind, telephone })
		.from(facilities)
		// Printed codes are often set apart by hyphens, and typed without.
		.where(and(sql`replace(lower(${code}), '-', '') = ${folded.replaceAll('-', '')}`, isNull(facilities.stoppedAt)))
		.limit(1)
	if (!row) throw new ProblemError('membership.code_unknown')
	return openFacility(await vault.keys(db, [facility(row.id)]), row)
}

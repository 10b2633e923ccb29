import type { Id } from '@enshin/contracts/ids.ts'
import type { Factor } from '@enshin/contracts/sign-in.ts'
import type { Db } from '@enshin/db/client.ts'
import { factors, recoveryCodes } from '@enshin/db/schema/index.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { and, asc, count, eq, isNotNull, isNull } from 'drizzle-orm'
import { openCellOrNull, person } from '../sealed/open-cells.ts'

export type FactorRow = typeof factors.$inferSelect

/** The factors that count, oldest first. */
export async function readFactors(db: Db, credentialId: Id): Promise<FactorRow[]> {
	return await db
		.select()
		.from(factors)
		.where(and(eq(factors.credentialId, credentialId), isNotNull(factors.confirmedAt)))
		.orderBy(asc(factors.createdAt))
}

export async function countRecoveryCodes(db: Db, credentialId: Id): Promise<number> {
	const [row] = await db
		.select({ left: count() })
		.from(recoveryCodes)
		.where(and(eq(recoveryCodes.credentialId, credentialId), isNull(recoveryCodes.usedAt)))
	return row?.left ?? 0
}

export const factorCell = (row: Id, column: 'secret' | 'name') => ({ table: 'factors', column, row })

/** A factor as its owner sees it: the end of a number tells two apart, and tells no stranger more. */
export function presentFactor(keys: Keys, personId: Id, row: FactorRow): Factor {
	const secret =
		row.kind === 'sms' ? openCellOrNull(keys, person(personId), factorCell(row.id, 'secret'), row.secret) : null
	return {
		id: row.id,
		kind: row.kind,
		name: openCellOrNull(keys, person(personId), factorCell(row.id, 'name'), row.name) ?? '',
		hint: secret?.slice(-4) ?? null,
		createdAt: row.createdAt.toISOString(),
		lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
	}
}

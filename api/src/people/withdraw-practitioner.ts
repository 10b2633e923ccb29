import type { Id } from '@enshin/contracts/ids.ts'
import { practitioners } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Managing } from './managing.ts'

/** Takes a name out of 予約枠設定. Appointments made before stay as they are; whoever is no practitioner is passed over. */
export async function withdrawPractitioner(
	{ db, facilityId }: Pick<Managing, 'db' | 'facilityId'>,
	personId: Id,
): Promise<void> {
	await db
		.update(practitioners)
		.set({ withdrawnAt: sql`now()` })
		.where(
			and(
				eq(practitioners.personId, personId),
				eq(practitioners.facilityId, facilityId),
				isNull(practitioners.withdrawnAt),
			),
		)
}

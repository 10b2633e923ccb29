import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { facilities } from '@enshin/db/schema/index.ts'
import { isNull } from 'drizzle-orm'

/** The facilities that a notice is for: the one, or all that are not stopped. In the order of their ids, for locks. */
export async function concerned(db: Db, facilityId: Id | null): Promise<Id[]> {
	if (facilityId !== null) return [facilityId]
	const all = await db
		.select({ id: facilities.id })
		.from(facilities)
		.where(isNull(facilities.stoppedAt))
		.orderBy(facilities.id)
	return all.map(({ id }) => id)
}

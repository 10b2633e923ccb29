import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { assignments, credentials } from '@enshin/db/schema/index.ts'
import { and, eq } from 'drizzle-orm'
import { endMemberAccess } from '../people/end-member-access.ts'

/**
 * An incident is over: the emergency accounts of its facility, or of all, are signed out, and their passwords open nothing
 * any more; an admin makes a new one. In scope `auth`, in the transaction that closes the incident.
 */
export async function endEmergency(tx: Db, facilityId: Id | null): Promise<void> {
	const accounts = await tx
		.select({
			assignmentId: assignments.id,
			personId: assignments.personId,
			facilityId: assignments.facilityId,
		})
		.from(assignments)
		.where(and(eq(assignments.emergency, true), facilityId ? eq(assignments.facilityId, facilityId) : undefined))
	for (const { facilityId: of, ...account } of accounts) {
		if (of === null) continue
		await endMemberAccess(tx, { ...account, facilityId: of })
		await tx
			.update(credentials)
			.set({ passwordHash: null })
			.where(and(eq(credentials.personId, account.personId), eq(credentials.facilityId, of)))
	}
}

import { assignments, credentials } from '@enshin/db/schema/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import { accountDisabledMail } from '../notifications/templates/account-disabled.ts'
import { endMemberAccess } from './end-member-access.ts'
import type { Member } from './find-member.ts'
import { mailMember } from './mail-member.ts'
import type { Managing } from './managing.ts'
import { readFacility } from './read-facility.ts'
import { withdrawPractitioner } from './withdraw-practitioner.ts'

/**
 * Removes somebody for good: what they signed in with is deleted, factors and all; their name stays on past appointments
 * and in the log.
 */
export async function applyRemoval(managing: Managing, member: Member): Promise<void> {
	const { db, facilityId, detail } = managing
	const { assignmentId, personId } = member
	await db
		.update(assignments)
		.set({ status: 'removed', statusChangedAt: sql`now()` })
		.where(eq(assignments.id, assignmentId))
	await endMemberAccess(db, { assignmentId, personId, facilityId })
	await withdrawPractitioner(managing, personId)
	const { name: facilityName } = await readFacility(managing, facilityId)
	await mailMember(managing, member, (locale) => accountDisabledMail(locale, { facilityName, at: new Date() }))
	await db.delete(credentials).where(and(eq(credentials.personId, personId), eq(credentials.facilityId, facilityId)))
	Object.assign(detail, { assignmentId, role: member.role })
}

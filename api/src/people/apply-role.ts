import { isBookableRole } from '@enshin/contracts/accounts.ts'
import type { Role } from '@enshin/contracts/ids.ts'
import { assignments } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import { roleChangedMail } from '../notifications/templates/role-changed.ts'
import { endMemberAccess, endSessions } from './end-member-access.ts'
import type { Member } from './find-member.ts'
import { mailMember } from './mail-member.ts'
import type { Managing } from './managing.ts'
import { readFacility } from './read-facility.ts'
import { withdrawPractitioner } from './withdraw-practitioner.ts'

/**
 * Gives somebody another role. They are signed out everywhere and told by mail; who may hold no visits any more is cut
 * from the one they are in, and cannot be booked.
 */
export async function applyRole(managing: Managing, member: Member, role: Role): Promise<void> {
	const { db, facilityId, detail } = managing
	const { assignmentId, personId } = member
	await db.update(assignments).set({ role, statusChangedAt: sql`now()` }).where(eq(assignments.id, assignmentId))
	if (isBookableRole(member.role) && !isBookableRole(role)) {
		await endMemberAccess(db, { assignmentId, personId, facilityId })
		await withdrawPractitioner(managing, personId)
	} else {
		await endSessions(db, assignmentId)
	}
	Object.assign(detail, { assignmentId, before: member.role, after: role })
	const { name: facilityName } = await readFacility(managing, facilityId)
	await mailMember(managing, member, (locale) =>
		roleChangedMail(locale, { facilityName, before: member.role, after: role, at: new Date() }),
	)
}

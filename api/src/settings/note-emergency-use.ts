import { adminRoles } from '@enshin/contracts/accounts.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { assignments, credentials, people } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { appendEntry } from '../access-log/append-entry.ts'
import { enqueue } from '../notifications/enqueue.ts'
import { emergencyUsedMail } from '../notifications/templates/emergency-used.ts'
import { readFacility } from '../people/read-facility.ts'
import { openCell, person } from '../sealed/open-cells.ts'

type Used = { db: Db; vault: Vault; requestId: string; address: string | null }

/**
 * Logs that the emergency account was used, and mails every admin of the facility; for everybody else's account nothing
 * happens. In the transaction of the sign-in, in scope `auth`: an unseen use is no use.
 */
export async function noteEmergencyUse(
	{ db, vault, requestId, address }: Used,
	{ assignmentId, personId, facilityId }: { assignmentId: Id; personId: Id; facilityId: Id | null },
): Promise<void> {
	const [used] = await db
		.select({ emergency: assignments.emergency })
		.from(assignments)
		.where(eq(assignments.id, assignmentId))
	if (!used?.emergency || facilityId === null) return
	const { name: facilityName } = await readFacility({ db, vault }, facilityId)
	const admins = await db
		.select({
			personId: people.id,
			locale: people.locale,
			credentialId: credentials.id,
			email: credentials.email,
		})
		.from(assignments)
		.innerJoin(people, eq(people.id, assignments.personId))
		.innerJoin(
			credentials,
			and(eq(credentials.personId, assignments.personId), eq(credentials.facilityId, assignments.facilityId)),
		)
		.where(
			and(
				eq(assignments.facilityId, facilityId),
				eq(assignments.status, 'active'),
				eq(assignments.emergency, false),
				inArray(assignments.role, [...adminRoles]),
			),
		)
	const keys = await vault.keys(
		db,
		admins.map((admin) => person(admin.personId)),
	)
	for (const { personId: adminId, credentialId, locale, email } of admins) {
		if (email === null) continue
		const owner = person(adminId)
		const to = openCell(keys, owner, { table: 'credentials', column: 'email', row: credentialId }, email)
		const mail = emergencyUsedMail(locale, { facilityName, at: new Date(), address })
		if (to.includes('@')) await enqueue(db, vault, { owner, channel: 'mail', to, ...mail })
	}
	const detail = { requestId, address, mailed: admins.length }
	await appendEntry(db, { chainId: facilityId, actorId: personId, action: 'emergency.use', subjects: [], detail })
}

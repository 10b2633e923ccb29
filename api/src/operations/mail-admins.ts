import { adminRoles } from '@enshin/contracts/accounts.ts'
import type { Id, Locale } from '@enshin/contracts/ids.ts'
import { assignments, credentials, facilities, people } from '@enshin/db/schema/index.ts'
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { enqueue } from '../notifications/enqueue.ts'
import type { MailText } from '../notifications/outgoing.ts'
import { facility, openCellOrNull, person } from '../sealed/open-cells.ts'
import type { Operating } from './operating.ts'

/** Writes to the admins of one facility, or of all that are not stopped, each in their language. Returns how many. */
export async function mailAdmins(
	{ db, vault }: Operating,
	facilityId: Id | null,
	write: (locale: Locale) => MailText,
): Promise<number> {
	const admins = await db
		.select({
			credentialId: credentials.id,
			personId: people.id,
			email: credentials.email,
			locale: people.locale,
			facilityId: facilities.id,
		})
		.from(assignments)
		.innerJoin(people, eq(people.id, assignments.personId))
		.innerJoin(facilities, eq(facilities.id, assignments.facilityId))
		.innerJoin(
			credentials,
			and(eq(credentials.personId, people.id), eq(credentials.facilityId, assignments.facilityId)),
		)
		.where(
			and(
				inArray(assignments.role, [...adminRoles]),
				eq(assignments.status, 'active'),
				eq(assignments.emergency, false),
				isNotNull(credentials.email),
				facilityId === null ? isNull(facilities.stoppedAt) : eq(facilities.id, facilityId),
			),
		)
	const keys = await vault.keys(
		db,
		admins.map(({ personId }) => person(personId)),
	)
	let mailed = 0
	for (const { credentialId, personId, email, locale, facilityId: of } of admins) {
		const to = openCellOrNull(
			keys,
			person(personId),
			{ table: 'credentials', column: 'email', row: credentialId },
			email,
		)
		if (!to?.includes('@')) continue
		await enqueue(db, vault, { owner: facility(of), channel: 'mail', to, ...write(locale) })
		mailed += 1
	}
	return mailed
}

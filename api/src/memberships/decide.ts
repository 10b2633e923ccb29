import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id, Locale } from '@enshin/contracts/ids.ts'
import type { approveMembership, FacilityPatient, refuseMembership } from '@enshin/contracts/memberships.ts'
import { facilities, memberships, people } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import type { MailText } from '../notifications/outgoing.ts'
import { membershipApprovedMail, membershipRefusedMail } from '../notifications/templates/membership-decided.ts'
import { facility } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'
import { numberTaken, sealNumbers } from './numbers.ts'
import { patientWithin } from './read-patient.ts'
import { tellPatient } from './tell-patient.ts'

type Parts = { webOrigin: string }

/** 承認: the patient may book from now on, and is told by mail. One that was refused can be approved after all. */
export async function approve(
	work: Work,
	{ webOrigin }: Parts,
	membershipId: Id,
	{ from, ...numbers }: z.output<typeof approveMembership>,
): Promise<FacilityPatient> {
	return await decide(work, membershipId, async (access, facilityId) => {
		access.detail.decision = 'approved'
		const keys = await access.vault.keys(access.db, [facility(facilityId)])
		const patientId = await settle(
			access,
			membershipId,
			facilityId,
			{
				status: 'approved' as const,
				refusalReason: null,
				...sealNumbers(access.vault, keys, { facilityId, membershipId }, numbers),
			},
			from,
		)
		await tell(access, patientId, facilityId, (locale, { name }) =>
			membershipApprovedMail(locale, { facilityName: name, url: `${webOrigin}/registrations` }),
		)
		return patientId
	}).catch(numberTaken)
}

/** 拒否, with a reason that the patient reads. */
export async function refuse(
	work: Work,
	membershipId: Id,
	{ reason }: z.output<typeof refuseMembership>,
): Promise<FacilityPatient> {
	return await decide(work, membershipId, async (access, facilityId) => {
		access.detail.decision = 'refused'
		const keys = await access.vault.keys(access.db, [facility(facilityId)])
		const place = { table: 'memberships', column: 'refusal_reason', row: membershipId }
		const refusalReason = keys.seal(facility(facilityId), place, reason)
		const patientId = await settle(
			access,
			membershipId,
			facilityId,
			{ status: 'refused' as const, refusalReason },
			'pending',
		)
		await tell(access, patientId, facilityId, (locale, { name, telephone }) =>
			membershipRefusedMail(locale, { facilityName: name, reason, telephone }),
		)
		return patientId
	})
}

async function decide(
	work: Work,
	membershipId: Id,
	write: (access: Access, facilityId: Id) => Promise<Id>,
): Promise<FacilityPatient> {
	const { facilityId } = work.actor
	if (facilityId === null) throw new ProblemError('not_found')
	return await accessing(work, 'membership.decide', async (access) => {
		access.detail.membershipId = membershipId
		const patientId = await write(access, facilityId)
		return await patientWithin(access, facilityId, patientId)
	})
}

type Settled = Partial<typeof memberships.$inferInsert>

/** One conditional update: of two who decide at once, the second learns that it was decided. */
async function settle(
	{ db, actor }: Access,
	membershipId: Id,
	facilityId: Id,
	values: Settled,
	from: 'pending' | 'refused',
): Promise<Id> {
	const own = and(eq(memberships.id, membershipId), eq(memberships.facilityId, facilityId))
	const here = db
		.select({ id: people.id })
		.from(people)
		.where(and(eq(people.id, memberships.patientId), isNull(people.leftAt)))
	const [settled] = await db
		.update(memberships)
		.set({ ...values, decidedBy: actor.actingId, decidedAt: sql`now()` })
		.where(and(own, eq(memberships.status, from), sql`exists ${here}`))
		.returning({ patientId: memberships.patientId })
	if (settled) return settled.patientId
	const [known] = await db.select({ id: memberships.id }).from(memberships).where(own)
	throw new ProblemError(known ? 'membership.decided' : 'not_found')
}

async function tell(
	access: Access,
	patientId: Id,
	facilityId: Id,
	write: (locale: Locale, facility: { name: string; telephone: string }) => MailText,
): Promise<void> {
	const { id, name, telephone } = facilities
	const [row] = await access.db.select({ id, name, telephone }).from(facilities).where(eq(id, facilityId))
	if (!row) throw new ProblemError('not_found')
	const opened = openFacility(await access.vault.keys(access.db, [facility(facilityId)]), row)
	await tellPatient(access, patientId, (locale) => write(locale, opened))
}

import type { DisposalSubject, Id } from '@enshin/contracts/ids.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { assignments, disposals, facilities, memberships, people } from '@enshin/db/schema/index.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { type Ops, operating } from './operating.ts'
import { OpsError } from './ops-error.ts'

/** Asks for the destruction of a patient's or a stopped facility's data; another operator carries it out when it is due. */
export async function requestDisposal(
	ops: Ops,
	wanted: { subject: DisposalSubject; subjectId: Id; reason: string; keepDays: number },
): Promise<{ disposalId: Id; dueAt: Date }> {
	return await operating(ops, async (within) => {
		const { db, operator, record } = within
		const { subject, subjectId, reason, keepDays } = wanted
		await demandEnded(within, subject, subjectId)
		const [open] = await db
			.select({ id: disposals.id })
			.from(disposals)
			.where(and(eq(disposals.subjectId, subjectId), isNull(disposals.executedAt)))
		if (open) throw new OpsError(`It is asked for already: ${open.id}.`)
		const id = newId()
		const dueAt = new Date(Date.now() + keepDays * 86_400_000)
		const facilityId = subject === 'facility' ? subjectId : null
		await db
			.insert(disposals)
			.values({ id, subject, subjectId, facilityId, reason, requestedBy: operator.personId, dueAt })
		for (const chain of await chainsConcerned(within, subject, subjectId))
			await record(chain, 'disposal.request', { disposalId: id }, subject === 'person' ? [subjectId] : [])
		return { disposalId: id, dueAt }
	})
}

/** Nobody's data is destroyed under their hands: the patient has left, the facility is stopped. */
async function demandEnded({ db }: Pick<Ops, 'db'>, subject: DisposalSubject, subjectId: Id): Promise<void> {
	const [found] =
		subject === 'person'
			? await db
					.select({ endedAt: people.leftAt })
					.from(people)
					.innerJoin(assignments, and(eq(assignments.personId, people.id), eq(assignments.role, 'patient')))
					.where(eq(people.id, subjectId))
			: await db.select({ endedAt: facilities.stoppedAt }).from(facilities).where(eq(facilities.id, subjectId))
	if (!found) throw new OpsError(subject === 'person' ? 'There is no such patient.' : 'There is no such facility.')
	if (!found.endedAt)
		throw new OpsError(subject === 'person' ? 'This patient has not left.' : 'This facility is not stopped.')
}

/** A person's own log, and those of the facilities that know them. */
export async function chainsConcerned({ db }: Pick<Ops, 'db'>, subject: DisposalSubject, subjectId: Id): Promise<Id[]> {
	if (subject === 'facility') return [subjectId]
	const known = await db
		.select({ id: memberships.facilityId })
		.from(memberships)
		.where(eq(memberships.patientId, subjectId))
		.orderBy(memberships.facilityId)
	return [...known.map(({ id }) => id), subjectId]
}

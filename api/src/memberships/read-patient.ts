import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { FacilityPatient } from '@enshin/contracts/memberships.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { appointments, memberships, people, proxies } from '@enshin/db/schema/index.ts'
import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import { presentAll } from '../appointments/present.ts'
import { selectAppointments, startsAt } from '../appointments/select-appointments.ts'
import type { Work } from '../http/context.ts'
import { relationOf } from '../patients/family.ts'
import { facility, openCellOrNull, person } from '../sealed/open-cells.ts'
import { openName } from '../sealed/open-person.ts'
import { labelsOf, openListed } from './open-patients.ts'
import { selectPatients } from './select-patients.ts'

const appointmentsAtMost = 50

/** One of a facility's patients, with everything its people may see; those who only asked, too. */
export async function readPatient(work: Work, facilityId: Id, patientId: Id): Promise<FacilityPatient> {
	if (work.actor.facilityId !== facilityId) throw new ProblemError('not_found')
	return await accessing(work, 'patient.read', (access) => patientWithin(access, facilityId, patientId))
}

/** The same, within an access that is about more. */
export async function patientWithin(access: Access, facilityId: Id, patientId: Id): Promise<FacilityPatient> {
	const { db, vault } = access
	const [row] = await selectPatients(db, facilityId, eq(memberships.patientId, patientId), 1)
	if (!row) throw new ProblemError('not_found')
	access.touch(patientId)
	const decider = row.decidedBy === null ? undefined : await identityOf(access, row.decidedBy)
	const owners = [facility(facilityId), person(patientId), ...(decider ? [person(decider.id)] : [])]
	const keys = await vault.keys(db, owners)
	const labels = await labelsOf(access, keys, facilityId, [row])
	const own = and(eq(appointments.patientId, patientId), eq(appointments.facilityId, facilityId))
	const visits = await selectAppointments(db, own, [desc(startsAt)], appointmentsAtMost)
	return {
		...openListed(keys, facilityId, row),
		labels: labels.get(row.membershipId) ?? [],
		insuranceNumber: openCellOrNull(
			keys,
			person(patientId),
			{ table: 'people', column: 'insurance_number', row: patientId },
			row.insuranceNumber,
		),
		refusalReason: openCellOrNull(
			keys,
			facility(facilityId),
			{ table: 'memberships', column: 'refusal_reason', row: row.membershipId },
			row.refusalReason,
		),
		decidedAt: row.decidedAt?.toISOString() ?? null,
		decidedBy: decider ? openName(keys, decider.id, decider.identity).name : null,
		guardians: await guardiansOf(access, patientId),
		appointments: await presentAll(access, visits, new Date()),
	}
}

async function identityOf({ db }: Access, personId: Id) {
	const { id, identity } = people
	const [found] = await db.select({ id, identity }).from(people).where(eq(id, personId))
	return found
}

async function guardiansOf({ db, vault }: Access, patientId: Id): Promise<FacilityPatient['guardians']> {
	const rows = await db
		.select({
			id: people.id,
			identity: people.identity,
			telephone: people.telephone,
			relation: proxies.relation,
			since: proxies.createdAt,
		})
		.from(proxies)
		.innerJoin(people, eq(people.id, proxies.guardianId))
		.where(and(eq(proxies.patientId, patientId), isNull(proxies.endedAt)))
		.orderBy(asc(proxies.createdAt))
	const keys = await vault.keys(
		db,
		rows.map(({ id }) => person(id)),
	)
	return rows.map(({ id, identity, telephone, relation, since }) => ({
		personId: id,
		name: openName(keys, id, identity).name,
		telephone: openCellOrNull(keys, person(id), { table: 'people', column: 'telephone', row: id }, telephone),
		relation: relationOf(relation),
		since: tokyoDay(since),
	}))
}

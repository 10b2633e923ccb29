import type { Id, Role } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import {
	makeFacility,
	makeOperator,
	makePatient,
	makePractitioner,
	makeWorker,
	type TestFacility,
	type TestPerson,
	type TestPractitioner,
} from '@enshin/db/testing.ts'
import { makeVisit } from '../support.ts'

export type FacilityRole = Exclude<Role, 'patient' | 'ops'>

/** One tenant with somebody in each of its roles, a patient, and a word in all their names that no other tenant has. */
export type Tenant = {
	facility: TestFacility
	people: Partial<Record<FacilityRole, TestPerson>>
	practitioner: TestPractitioner
	patient: TestPerson
	/** In every name of this tenant; where another tenant reads it, something leaked. */
	marker: string
	/** A visit of this tenant's patient with its practitioner, each at a time of its own. */
	visit: () => Promise<{ appointmentId: Id; callId: Id }>
	isAdmin: (person: TestPerson) => boolean
	/** Whose own thing is asked for: the asker's where they are of this tenant, else one of its people's. */
	ownerOf: (asker: TestPerson) => TestPerson
}

let visits = 0

async function layOutTenant(
	db: Db,
	kind: 'clinic' | 'pharmacy',
	marker: string,
	operator?: TestPerson,
): Promise<Tenant> {
	const facility = await makeFacility(db, kind)
	const practitioner = await makePractitioner(db, facility)
	const roles: FacilityRole[] = kind === 'clinic' ? ['doctor_admin', 'staff'] : ['pharmacy_admin']
	const people: Tenant['people'] = { [kind === 'clinic' ? 'doctor' : 'pharmacist']: practitioner }
	for (const role of roles) people[role] = await makeWorker(db, facility, role, `${marker} ${role}`)
	const patient = await makePatient(db, [facility], `${marker} 花子`, `${marker} はなこ`)
	const visit = () => {
		visits += 1
		return makeVisit(db, {
			facilityId: facility.id,
			practitionerId: practitioner.practitionerId,
			patientId: patient.personId,
			inMinutes: 24 * 60 + visits * 20,
			kind: kind === 'clinic' ? 'consultation' : 'guidance',
		})
	}
	const all = [...Object.values(people), patient]
	const isAdmin = (person: TestPerson) => person === people.doctor_admin || person === people.pharmacy_admin
	const ownerOf = (asker: TestPerson) => (all.includes(asker) || asker === operator ? asker : practitioner)
	return { facility, people, practitioner, patient, marker, visit, isAdmin, ownerOf }
}

export type Ground = { clinic: Tenant; otherClinic: Tenant; pharmacy: Tenant; operator: TestPerson }

export async function layOut(db: Db): Promise<Ground> {
	const operator = await makeOperator(db)
	return {
		// The operator's own things stand for a tenant's: they have none.
		clinic: await layOutTenant(db, 'clinic', '白樺沢', operator),
		otherClinic: await layOutTenant(db, 'clinic', '紅葉谷'),
		pharmacy: await layOutTenant(db, 'pharmacy', '青柳原'),
		operator,
	}
}

/** Who asks as this role, and which tenant is theirs and which is not. */
export function asRole(ground: Ground, role: Role): { person: TestPerson; own: Tenant; other: Tenant } {
	const { clinic, otherClinic, pharmacy, operator } = ground
	if (role === 'ops') return { person: operator, own: clinic, other: otherClinic }
	if (role === 'patient') return { person: clinic.patient, own: clinic, other: otherClinic }
	const own = clinic.people[role] ? clinic : pharmacy
	return { person: own.people[role] as TestPerson, own, other: own === clinic ? otherClinic : clinic }
}

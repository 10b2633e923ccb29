import type { Id, Locale } from '@enshin/contracts/ids.ts'
import type { PatientFacts } from '@enshin/contracts/profile.ts'
import type { Db } from '@enshin/db/client.ts'
import { addPerson } from '@enshin/db/people.ts'
import { assignments } from '@enshin/db/schema/index.ts'
import type { Keys, Vault } from '@enshin/db/sealing/vault.ts'
import { newPatientNumber } from './patient-number.ts'
import { tidyKana, tidyName, tidyTelephone } from './tidy.ts'

/** A patient with a 患者ID and keys of their own, who cannot sign in yet. In scope `auth`. */
export async function addPatient(
	tx: Db,
	vault: Vault,
	facts: PatientFacts & { locale: Locale },
): Promise<{ personId: Id; assignmentId: Id; keys: Keys }> {
	const { telephone, ...rest } = facts
	const { personId, keys } = await addPerson(tx, vault, {
		...rest,
		name: tidyName(facts.name),
		kana: tidyKana(facts.kana),
		telephone: telephone === null ? undefined : tidyTelephone(telephone),
		patientNumber: await newPatientNumber(tx),
	})
	const [assigned] = await tx
		.insert(assignments)
		.values({ personId, facilityId: null, role: 'patient' })
		.returning({ id: assignments.id })
	if (!assigned) throw new Error('an inserted assignment was not returned')
	return { personId, assignmentId: assigned.id, keys }
}

import type { Appointment } from '@enshin/contracts/api.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { type Identity, openIdentity } from '@enshin/db/identity.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { type Keys, SealError } from '@enshin/db/sealing/vault.ts'
import { destroyedText } from './open-cells.ts'

/** Who a row of `people` is. Of a destroyed one there is `destroyedText`, and no more. */
export function openPerson(keys: Keys, id: Id, identity: Sealed): Identity {
	try {
		return openIdentity(keys, id, identity)
	} catch (error) {
		if (error instanceof SealError && error.code === 'destroyed') return { name: destroyedText, kana: destroyedText }
		throw error
	}
}

/** Name and ふりがな, for those who may not read more. */
export function openName(keys: Keys, id: Id, identity: Sealed): { name: string; kana: string } {
	const { name, kana } = openPerson(keys, id, identity)
	return { name, kana }
}

type Patient = Pick<Appointment['patient'], 'name' | 'kana' | 'birthDate' | 'sex'>

/** Who a patient is. A destroyed one has no birthday that a reader could take for true: 0001-01-01. */
export function openPatient(keys: Keys, id: Id, identity: Sealed): Patient {
	const { name, kana, birthDate = '0001-01-01', sex } = openPerson(keys, id, identity)
	return { name, kana, birthDate, sex: sex === 'female' || sex === 'male' ? sex : 'other' }
}

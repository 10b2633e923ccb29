import type { Appointment } from '@enshin/contracts/api.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { openCell, person } from './open-cells.ts'

export type SealedName = { name: Sealed; kana: Sealed }

/** Name and ふりがな of a row of `people`. */
export function openName(keys: Keys, id: Id, cells: SealedName): { name: string; kana: string } {
	const at = (column: string) => ({ table: 'people', column, row: id })
	return {
		name: openCell(keys, person(id), at('name'), cells.name),
		kana: openCell(keys, person(id), at('kana'), cells.kana),
	}
}

type Patient = Pick<Appointment['patient'], 'name' | 'kana' | 'birthDate' | 'sex'>

/** Who a patient is. A destroyed one has no birthday that a reader could take for true: 0001-01-01. */
export function openPatient(keys: Keys, id: Id, cells: SealedName & { birthDate: Sealed; sex: Sealed }): Patient {
	const at = (column: string) => ({ table: 'people', column, row: id })
	const birthDate = openCell(keys, person(id), at('birth_date'), cells.birthDate)
	const sex = openCell(keys, person(id), at('sex'), cells.sex)
	return {
		...openName(keys, id, cells),
		birthDate: /^\d{4}-/.test(birthDate) ? birthDate : '0001-01-01',
		sex: sex === 'female' || sex === 'male' ? sex : 'other',
	}
}

import type { Id } from '@enshin/contracts/ids.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { facility, openCell } from './open-cells.ts'

/** Name and telephone of a row of `facilities`; its other members stay as they are. */
export function openFacility<Row extends { id: Id; name: Sealed; telephone: Sealed }>(keys: Keys, row: Row) {
	const at = (column: string) => ({ table: 'facilities', column, row: row.id })
	return {
		...row,
		name: openCell(keys, facility(row.id), at('name'), row.name),
		telephone: openCell(keys, facility(row.id), at('telephone'), row.telephone),
	}
}

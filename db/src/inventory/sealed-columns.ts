import type { Inventory, SealedBy } from './entry.ts'
import { inventory } from './inventory.ts'

/** A sealed column, and how its rows lead to whom they are sealed for. */
export interface SealedColumn {
	table: string
	column: string
	by: SealedBy
}

/** Every sealed column. Each of their tables has an `id`, which a test of the inventory holds them to. */
export function sealedColumns(of: Inventory = inventory): SealedColumn[] {
	return Object.entries(of).flatMap(([table, { columns }]) =>
		Object.entries(columns).flatMap(([column, { sealedBy }]) => (sealedBy ? [{ table, column, by: sealedBy }] : [])),
	)
}

import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { isSealed } from '../schema/columns.ts'
import * as schema from '../schema/index.ts'

export interface SchemaColumn {
	table: string
	column: string
	sealed: boolean
}

/** Every column that the schema has, by the database's names. */
export function schemaColumns(): SchemaColumn[] {
	return Object.values(schema).flatMap((one) => {
		if (!is(one, PgTable)) return []
		const { name, columns } = getTableConfig(one)
		return columns.map((column) => ({ table: name, column: column.name, sealed: isSealed(column) }))
	})
}

import type { Inventory } from './entry.ts'
import type { SchemaColumn } from './schema-columns.ts'

/** What is missing in the inventory, or is in it and no longer in the schema, a sentence each. */
export function findGaps(inventory: Inventory, schema: readonly SchemaColumn[]): string[] {
	const has = (table: string, column: string) =>
		schema.some((known) => known.table === table && known.column === column)
	const missing = schema.flatMap(({ table, column, sealed }) => {
		const entry = inventory[table]?.columns[column]
		if (!entry) return [`${table}.${column} is not classified`]
		if (sealed && !entry.sealedBy)
			return [`${table}.${column} is sealed, and the inventory does not say under whose key`]
		if (!sealed && entry.sealedBy) return [`${table}.${column} is not sealed, and the inventory says it is`]
		return []
	})
	const gone = Object.entries(inventory).flatMap(([table, { columns }]) =>
		Object.entries(columns).flatMap(([column, { sealedBy, purpose }]) => [
			...(has(table, column) ? [] : [`${table}.${column} is in the inventory and no longer in the schema`]),
			...(purpose.trim() === '' ? [`${table}.${column} has no purpose`] : []),
			...(sealedBy ? ownerGaps(table, column, sealedBy) : []),
		]),
	)
	return [...missing, ...gone]

	function ownerGaps(
		table: string,
		column: string,
		sealedBy: NonNullable<Inventory[string]['columns'][string]['sealedBy']>,
	) {
		const { kind, ownerColumn, via } = sealedBy
		const needed = [
			[table, 'id'],
			[via?.table ?? table, ownerColumn],
			...(via
				? [
						[table, via.column],
						[via.table, 'id'],
					]
				: []),
			...(typeof kind === 'object' ? [[table, kind.column]] : []),
		] as const
		return needed
			.filter(([of, name]) => !has(of, name))
			.map(([of, name]) => `${table}.${column} finds its key by ${of}.${name}, which is not in the schema`)
	}
}

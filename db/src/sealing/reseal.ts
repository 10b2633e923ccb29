import type { Id } from '@enshin/contracts/ids.ts'
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import type { SealedColumn } from '../inventory/sealed-columns.ts'
import type { Sealed } from '../schema/columns.ts'
import type { Keys } from './keys.ts'
import type { Owner, Place } from './place.ts'
import { SealError } from './seal-error.ts'

/** An owner whose cells are to be under this version of its key, or a later one. */
export interface Target {
	owner: Owner
	version: number
}

export interface Resealed {
	/** Cells that were under an older version when they were looked at, whether or not a writer was quicker. */
	found: number
	/** Those that do not open, and were left as they are. */
	unreadable: { owner: Owner; place: Place }[]
}

const batchRows = 200

/**
 * Seals the cells of one column anew, those of these owners (all of one kind) that are under an older version. Each is
 * written only where it still is what was read: a writer in between wins, and the next pass looks at what it wrote.
 */
export async function resealColumn(
	db: Db,
	keys: Keys,
	at: SealedColumn,
	targets: readonly Target[],
): Promise<Resealed> {
	const kind = targets[0]?.owner.kind
	const done: Resealed = { found: 0, unreadable: [] }
	if (!kind || (typeof at.by.kind === 'string' && at.by.kind !== kind)) return done
	let after = '00000000-0000-0000-0000-000000000000'
	for (;;) {
		const rows = await db.execute<{ id: Id; owner: Id; cell: Sealed }>(olderCells(at, targets, kind, after))
		const last = rows.at(-1)
		if (!last) return done
		const [table, column] = [sql.identifier(at.table), sql.identifier(at.column)]
		const writes = rows.map(async ({ id, owner: ownerId, cell }) => {
			const [owner, place] = [
				{ kind, id: ownerId },
				{ table: at.table, column: at.column, row: id },
			]
			const anew = sealAnew(keys, owner, place, cell)
			if (anew === 'destroyed') return
			if (anew === 'unreadable') return void done.unreadable.push({ owner, place })
			done.found++
			// One statement each: a batch in one transaction would hold rows that a writer takes in another order.
			await db.execute(sql`update ${table} set ${column} = ${anew} where id = ${id} and ${column} = ${cell}`)
		})
		await Promise.all(writes)
		after = last.id
	}
}

function sealAnew(keys: Keys, owner: Owner, place: Place, cell: Sealed): Sealed | 'destroyed' | 'unreadable' {
	try {
		return keys.seal(owner, place, keys.open(owner, place, cell))
	} catch (error) {
		if (!(error instanceof SealError)) throw error
		return error.code === 'destroyed' ? 'destroyed' : 'unreadable'
	}
}

/** Bytes 1 and 2 of a cell are its key's version: see cell.ts. */
function olderCells(at: SealedColumn, targets: readonly Target[], kind: Owner['kind'], after: Id): SQL {
	const cell = sql`t.${sql.identifier(at.column)}`
	const { via, ownerColumn } = at.by
	const owner = sql`${via ? sql`v` : sql`t`}.${sql.identifier(ownerColumn)}`
	const join = via ? sql`join ${sql.identifier(via.table)} v on v.id = t.${sql.identifier(via.column)}` : sql``
	const ofKind =
		typeof at.by.kind === 'object' ? sql`and t.${sql.identifier(at.by.kind.column)}::text = ${kind}` : sql``
	const ids = `{${targets.map((target) => target.owner.id).join(',')}}`
	const versions = `{${targets.map((target) => target.version).join(',')}}`
	return sql`
		select t.id, o.id as owner, ${cell} as cell
		from ${sql.identifier(at.table)} t ${join}
		join unnest(${ids}::uuid[], ${versions}::int[]) as o(id, version) on o.id = ${owner}
		where t.id > ${after} and ${cell} is not null ${ofKind}
			and get_byte(${cell}, 1) * 256 + get_byte(${cell}, 2) < o.version
		order by t.id limit ${batchRows}`
}

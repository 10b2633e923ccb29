import type { Id } from '@enshin/contracts/ids.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import type { Keys, Owner } from '@enshin/db/sealing/vault.ts'
import { SealError } from '@enshin/db/sealing/vault.ts'

/** Shown for what was made unreadable for good (廃棄): a list must still be read when one of its people is gone. */
export const destroyedText = '廃棄済み'

/** Opens one cell; what was destroyed reads `destroyedText`. Throws SealError for a cell that was tampered with. */
export function openCell(
	keys: Keys,
	owner: Owner,
	at: { table: string; column: string; row: Id },
	cell: Sealed,
): string {
	try {
		return keys.open(owner, at, cell)
	} catch (error) {
		if (error instanceof SealError && error.code === 'destroyed') return destroyedText
		throw error
	}
}

export function openCellOrNull(
	keys: Keys,
	owner: Owner,
	at: { table: string; column: string; row: Id },
	cell: Sealed | null,
) {
	return cell === null ? null : openCell(keys, owner, at, cell)
}

export const person = (id: Id): Owner => ({ kind: 'person', id })
export const facility = (id: Id): Owner => ({ kind: 'facility', id })

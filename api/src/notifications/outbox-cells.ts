import type { Id } from '@enshin/contracts/ids.ts'
import type { Place } from '@enshin/db/sealing/vault.ts'

/** Where the sealed cells of an outbox row are. */
export const outboxCell = (row: Id, column: 'recipient' | 'subject' | 'body'): Place => ({
	table: 'outbox',
	column,
	row,
})

import type { Id } from '@enshin/contracts/ids.ts'

/** Whose data key seals a cell. */
export type Owner = { kind: 'person' | 'facility'; id: Id }

/** Where a cell stands: table and column by their database names, and the row's id. */
export type Place = { table: string; column: string; row: string }

/** One name for an owner, however the id was spelled. */
export const nameOf = (owner: Owner): string => `${owner.kind}:${owner.id.toLowerCase()}`

/** What a cell is bound to. JSON, so that no two places share a spelling. */
export function bindingOf(owner: Owner, place: Place, version: number): string {
	return JSON.stringify(['cell', nameOf(owner), place.table, place.column, place.row.toLowerCase(), version])
}

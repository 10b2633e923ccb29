import type { KeyObject } from 'node:crypto'
import type { Sealed } from '../schema/columns.ts'
import { closeBox, openBox } from './box.ts'
import { pad, unpad } from './padding.ts'
import type { Place } from './place.ts'
import { SealError } from './seal-error.ts'

/** Format 1: this byte, the key's version as two bytes, and a box of the padded UTF-8 text. */
const format = 1
const headBytes = 3

export const highestVersion = 0xffff

export function sealCell(key: KeyObject, version: number, binding: string, text: string): Sealed {
	const head = Buffer.alloc(headBytes)
	head.writeUInt8(format, 0)
	head.writeUInt16BE(version, 1)
	return closeBox(key, head, binding, pad(text)) as Sealed
}

/** The version of the owner's key that a cell says it was sealed under. */
export function versionOf(cell: Buffer, place: Place): number {
	if (cell.length < headBytes) throw new SealError('does_not_open', `${place.table}.${place.column}`)
	if (cell[0] !== format) throw new SealError('unknown_version', `${place.table}.${place.column}`)
	return cell.readUInt16BE(1)
}

export function openCell(key: KeyObject, binding: string, place: Place, cell: Buffer): string {
	const padded = openBox(key, headBytes, binding, cell)
	if (padded === undefined) throw new SealError('does_not_open', `${place.table}.${place.column} of row ${place.row}`)
	return unpad(padded)
}

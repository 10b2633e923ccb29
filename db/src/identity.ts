import type { Id } from '@enshin/contracts/ids.ts'
import type { Sealed } from './schema/columns.ts'
import type { Keys, Owner, Place } from './sealing/vault.ts'

/** Who somebody is: what is looked at together, and so is one cell of `people`. */
export interface Identity {
	/** With a space between family and given name. */
	name: string
	/** ふりがな, in hiragana. */
	kana: string
	/** `1951-04-03`; every patient has one. */
	birthDate?: string
	/** `female`, `male` or `other`; every patient has one. */
	sex?: string
}

const owner = (id: Id): Owner => ({ kind: 'person', id })
const place = (row: Id): Place => ({ table: 'people', column: 'identity', row })

/** Seals the whole under the person's key; who changes a part reads the rest first, and holds the row. */
export function sealIdentity(keys: Keys, personId: Id, identity: Identity): Sealed {
	return keys.seal(owner(personId), place(personId), write(identity))
}

/** Throws SealError as `Keys.open` does, and an Error for a record of a version that is not known here. */
export function openIdentity(keys: Keys, personId: Id, cell: Sealed): Identity {
	return read(keys.open(owner(personId), place(personId), cell))
}

/** Of the record inside the cell, which no migration can reach: what comes later keeps reading what came before. */
const version = 1

const longestSex = 'female'.length
const stepBytes = 64

/**
 * JSON, with spaces after it: as long whatever the sex, and one byte short of the next step, which sealing's own padding
 * fills. Nearly every name is then as long as the next one.
 */
function write({ name, kana, birthDate, sex }: Identity): string {
	const record = JSON.stringify({ v: version, name, kana, birthDate, sex })
	const even = record + ' '.repeat(Math.max(0, longestSex - (sex?.length ?? longestSex)))
	return even + ' '.repeat(stepBytes - 1 - (Buffer.byteLength(even) % stepBytes))
}

type Stored = Partial<{ [name in keyof Identity | 'v']: unknown }>

const isText = (value: unknown): value is string => typeof value === 'string'
const isTextOrNone = (value: unknown): value is string | undefined => value === undefined || isText(value)

function read(text: string): Identity {
	const { v, name, kana, birthDate, sex }: Stored = JSON.parse(text)
	if (v !== version || !isText(name) || !isText(kana) || !isTextOrNone(birthDate) || !isTextOrNone(sex))
		throw new Error('An identity is of a version that is not known here')
	return { name, kana, birthDate, sex }
}

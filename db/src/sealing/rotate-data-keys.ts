import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, inArray, isNotNull, lt, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { sealedColumns } from '../inventory/sealed-columns.ts'
import { dataKeys } from '../schema/data-keys.ts'
import { highestVersion } from './cell.ts'
import type { MasterKey } from './master-key.ts'
import { nameOf, type Owner, type Place } from './place.ts'
import { type Resealed, resealColumn, type Target } from './reseal.ts'
import { wrappingOf } from './unwrap.ts'
import { createVault } from './vault.ts'

/** What it has come to: new versions are made; a pass over the cells is done. */
export type RotationStep = { kind: 'begun'; owners: number } | { kind: 'passed'; found: number }

export interface RotationOptions {
	/**
	 * Longer than any request lives: for so long somebody may hold the keys, or cells, as they were. Waited for before the
	 * new version seals, and before the old one goes.
	 */
	settleMs: number
	onStep?: (step: RotationStep) => void
}

export interface Rotation {
	/** Owners with one version left, the new one. */
	rotated: number
	resealed: number
	/** Cells that do not open: left as they are, and with them the old versions of their owners. */
	unreadable: Place[]
}

const ownersAtOnce = 200

/**
 * Gives each owner a new data key and seals all its cells under it, while everybody goes on reading and writing:
 * 1. the new version opens at once, and seals after `settleMs`, when nobody is left who does not have it;
 * 2. passes over the columns that the inventory names re-seal what is under an older version, by compare-and-set;
 * 3. when nothing was found for `settleMs`, nobody can hold an old cell or an old key: the old versions are deleted.
 * An interrupted rotation is taken up where it was. Owners that are unknown or destroyed are left alone.
 */
export async function rotateDataKeys(
	db: Db,
	master: MasterKey,
	owners: readonly Owner[],
	{ settleMs, onStep = () => undefined }: RotationOptions,
): Promise<Rotation> {
	const targets: Target[] = []
	for (const owner of owners) {
		const version = await db.transaction((tx) => beginVersion(tx, master, owner, settleMs))
		if (version) targets.push({ owner, version })
	}
	const total: Rotation = { rotated: 0, resealed: 0, unreadable: [] }
	if (targets.length === 0) return total
	onStep({ kind: 'begun', owners: targets.length })
	await sleep(settleMs)
	while (!(await allSeal(db, targets))) await sleep(Math.min(settleMs, 1000))

	for (let rested = false; ; rested = true) {
		const { found, unreadable } = await pass(db, master, targets)
		total.resealed += found
		total.unreadable = unreadable.map(({ place }) => place)
		onStep({ kind: 'passed', found })
		if (found === 0 && rested) {
			const kept = new Set(unreadable.map(({ owner }) => nameOf(owner)))
			const whole = targets.filter(({ owner }) => !kept.has(nameOf(owner)))
			for (const target of whole) await retire(db, target)
			return { ...total, rotated: whole.length }
		}
		await sleep(settleMs)
	}
}

const of = (owner: Owner) => and(eq(dataKeys.ownerId, owner.id), eq(dataKeys.ownerKind, owner.kind))

/** The version that is to be the only one: the one that an interrupted rotation began, or a new one. */
async function beginVersion(tx: Db, master: MasterKey, owner: Owner, settleMs: number): Promise<number | undefined> {
	const rows = await tx
		.select({ version: dataKeys.version, wrapped: dataKeys.wrapped })
		.from(dataKeys)
		.where(of(owner))
		.for('update')
	const living = rows.filter(({ wrapped }) => wrapped !== null).map(({ version }) => version)
	if (living.length === 0) return undefined
	const newest = Math.max(...living)
	if (living.length > 1) return newest
	const version = newest + 1
	if (version > highestVersion) throw new Error(`${nameOf(owner)} has had all the key versions that a cell can name`)
	const dataKey = randomBytes(32)
	const { wrapped, masterKeyId } = master.wrap(dataKey, wrappingOf(owner, version))
	dataKey.fill(0)
	const sealsFrom = sql`clock_timestamp() + ${settleMs} * interval '1 millisecond'`
	await tx
		.insert(dataKeys)
		.values({ ownerKind: owner.kind, ownerId: owner.id, version, wrapped, masterKeyId, sealsFrom })
	return version
}

/** By the database's clock, which `Vault.keys` asks, too. */
async function allSeal(db: Db, targets: readonly Target[]): Promise<boolean> {
	const [last] = await db
		.select({ seals: sql<boolean>`coalesce(max(${dataKeys.sealsFrom}) <= now(), true)` })
		.from(dataKeys)
		.where(
			inArray(
				dataKeys.ownerId,
				targets.map(({ owner }) => owner.id),
			),
		)
	return last?.seals ?? true
}

async function pass(db: Db, master: MasterKey, targets: readonly Target[]): Promise<Resealed> {
	const done: Resealed = { found: 0, unreadable: [] }
	for (const kind of ['person', 'facility'] as const) {
		const ofKind = targets.filter(({ owner }) => owner.kind === kind)
		for (let start = 0; start < ofKind.length; start += ownersAtOnce) {
			const some = ofKind.slice(start, start + ownersAtOnce)
			const keys = await createVault(master).keys(
				db,
				some.map(({ owner }) => owner),
			)
			for (const column of sealedColumns()) {
				const { found, unreadable } = await resealColumn(db, keys, column, some)
				done.found += found
				done.unreadable.push(...unreadable)
			}
		}
	}
	return done
}

async function retire(db: Db, { owner, version }: Target): Promise<void> {
	await db.delete(dataKeys).where(and(of(owner), lt(dataKeys.version, version), isNotNull(dataKeys.wrapped)))
}

import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { type Label, labelsAtMost } from '@enshin/contracts/memberships.ts'
import type { Db } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { labels } from '@enshin/db/schema/index.ts'
import { foldName } from '@enshin/db/sealing/fold-name.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { and, asc, eq, sql } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { facility, openCell } from '../sealed/open-cells.ts'

const nameOf = (row: Id) => ({ table: 'labels', column: 'name', row })

/** The facility's own labels, beside 診察券番号 and カルテNo, in the order they were made. No patient's data is in them. */
export async function listLabels({ db, vault, actor }: Work, facilityId: Id): Promise<Label[]> {
	if (actor.facilityId !== facilityId) throw new ProblemError('not_found')
	return await labelsWithin(db, vault, facilityId)
}

async function labelsWithin(db: Db, vault: Vault, facilityId: Id): Promise<Label[]> {
	const rows = await db
		.select({ id: labels.id, name: labels.name })
		.from(labels)
		.where(eq(labels.facilityId, facilityId))
		.orderBy(asc(labels.createdAt), asc(labels.id))
	const keys = await vault.keys(db, [facility(facilityId)])
	return rows.map(({ id, name }) => ({ id, name: openCell(keys, facility(facilityId), nameOf(id), name) }))
}

/** Adds a label. Throws `label.taken` and `label.too_many`. */
export function addLabel(work: Work, facilityId: Id, name: string): Promise<Label[]> {
	return define(work, facilityId, async ({ db, vault, detail }, known) => {
		refuseTaken(known, name)
		if (known.length >= labelsAtMost) throw new ProblemError('label.too_many')
		const id = newId()
		detail.labelId = id
		const keys = await vault.keys(db, [facility(facilityId)])
		await db.insert(labels).values({ id, facilityId, name: keys.seal(facility(facilityId), nameOf(id), name) })
	})
}

export function renameLabel(work: Work, facilityId: Id, id: Id, name: string): Promise<Label[]> {
	return define(work, facilityId, async ({ db, vault, detail }, known) => {
		detail.labelId = id
		refuseTaken(
			known.filter((label) => label.id !== id),
			name,
		)
		const keys = await vault.keys(db, [facility(facilityId)])
		const sealed = keys.seal(facility(facilityId), nameOf(id), name)
		const renamed = await db
			.update(labels)
			.set({ name: sealed })
			.where(and(eq(labels.id, id), eq(labels.facilityId, facilityId)))
			.returning({ id: labels.id })
		if (renamed.length === 0) throw new ProblemError('not_found')
	})
}

/** Takes a label away, and what it said of every patient. */
export function removeLabel(work: Work, facilityId: Id, id: Id): Promise<Label[]> {
	return define(work, facilityId, async ({ db, detail }) => {
		detail.labelId = id
		const gone = await db
			.delete(labels)
			.where(and(eq(labels.id, id), eq(labels.facilityId, facilityId)))
			.returning({ id: labels.id })
		if (gone.length === 0) throw new ProblemError('not_found')
	})
}

async function define(
	work: Work,
	facilityId: Id,
	write: (access: Access, known: Label[]) => Promise<void>,
): Promise<Label[]> {
	if (work.actor.facilityId !== facilityId) throw new ProblemError('not_found')
	return await accessing(work, 'membership.label', async (access) => {
		const { db, vault } = access
		await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`labels ${facilityId}`}, 0))`)
		await write(access, await labelsWithin(db, vault, facilityId))
		return await labelsWithin(db, vault, facilityId)
	})
}

function refuseTaken(known: Label[], name: string): void {
	if (known.some((label) => foldName(label.name) === foldName(name))) throw new ProblemError('label.taken')
}

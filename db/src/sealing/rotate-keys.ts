import { setTimeout as sleep } from 'node:timers/promises'
import { isNotNull } from 'drizzle-orm'
import { type Db, openDatabase } from '../client.ts'
import { dataKeys } from '../schema/data-keys.ts'
import { loadMasterKey } from './master-key-file.ts'
import { nameOf, type Owner } from './place.ts'
import { rotateDataKeys } from './rotate-data-keys.ts'
import { addMasterKeyVersion, retireMasterKeys, rewrapDataKeys } from './rotate-master-key.ts'

/** What an operator asks for: a new master key, its old versions gone, or new data keys. */
export type RotationTask = { kind: 'master' } | { kind: 'retire' } | { kind: 'data'; owners: 'all' | Owner[] }

export interface RotationCommand {
	/** Of the role that owns the tables. */
	databaseUrl: string
	/** The master key's file. */
	path: string
	task: RotationTask
	/** See rotate-data-keys.ts. */
	settleMs: number
	say: (line: string) => void
}

/** Rotates while Enshin runs, and says what it did. Resolves to whether all of it was done. */
export async function rotateKeys({ databaseUrl, path, task, settleMs, say }: RotationCommand): Promise<boolean> {
	const master = loadMasterKey({ kind: 'file', path })
	const { db, close } = openDatabase({ url: databaseUrl, name: 'keys rotate', poolSize: 4 })
	const rewrap = async () => {
		const { rewrapped, unreadable } = await rewrapDataKeys(db, master)
		say(`${rewrapped} data keys are wrapped by it anew.`)
		for (const { owner, version } of unreadable)
			say(`Key ${version} of ${nameOf(owner)} does not unwrap. Left as it is.`)
		return unreadable.length === 0
	}
	try {
		switch (task.kind) {
			case 'master':
				say(`Master key ${addMasterKeyVersion(path)} is added to ${path}: back the file up.`)
				return await rewrap()
			case 'retire': {
				// Whoever wrapped a key under the old version and has not committed yet is waited for.
				await sleep(settleMs)
				const whole = await rewrap()
				const gone = await retireMasterKeys(db, path)
				say(gone.length > 0 ? `Master keys ${gone.join(', ')} are gone.` : 'There is no old master key.')
				return whole
			}
			case 'data':
				return await rotateData(db, task.owners === 'all' ? await livingOwners(db) : task.owners)
		}
	} finally {
		await close()
	}

	async function rotateData(of: Db, owners: Owner[]): Promise<boolean> {
		say(`New data keys for ${owners.length} people and facilities. This takes a few times ${settleMs / 1000} s.`)
		const { rotated, resealed, unreadable } = await rotateDataKeys(of, master, owners, {
			settleMs,
			onStep: (step) => (step.kind === 'passed' ? say(`${step.found} cells sealed anew.`) : undefined),
		})
		for (const { table, column, row } of unreadable)
			say(`${table}.${column} of row ${row} does not open. Left as it is.`)
		say(`${rotated} of ${owners.length} have one key, a new one; ${resealed} cells in all.`)
		return unreadable.length === 0
	}
}

async function livingOwners(db: Db): Promise<Owner[]> {
	return await db
		.selectDistinct({ kind: dataKeys.ownerKind, id: dataKeys.ownerId })
		.from(dataKeys)
		.where(isNotNull(dataKeys.wrapped))
}

/** `person:ID` or `facility:ID`, or nothing. */
export function parseOwner(text: string): Owner | undefined {
	const [, kind, id] = /^(person|facility):([0-9a-f-]{36})$/i.exec(text) ?? []
	return id && (kind === 'person' || kind === 'facility') ? { kind, id } : undefined
}

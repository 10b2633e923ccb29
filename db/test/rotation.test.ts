import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { newId, type Sealed } from '../src/schema/columns.ts'
import { credentials, dataKeys, facilities, factors, labels, outbox, people } from '../src/schema/index.ts'
import { destroyKeys } from '../src/sealing/destroy-keys.ts'
import { rotateDataKeys } from '../src/sealing/rotate-data-keys.ts'
import { parseOwner, type RotationTask, rotateKeys } from '../src/sealing/rotate-keys.ts'
import { addMasterKeyVersion, retireMasterKeys, rewrapDataKeys } from '../src/sealing/rotate-master-key.ts'
import { createMasterKeyFile, createVault, loadMasterKey, type Owner, type Place } from '../src/sealing/vault.ts'
import { openTestDatabase } from '../src/testing.ts'

const { db, url } = await openTestDatabase({ poolSize: 20 })
const folder = mkdtempSync(join(tmpdir(), 'enshin-rotation-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'master-key.json')
createMasterKeyFile(path)
/** Each is a service of its own, which read the file when it started. */
const service = () => createVault(loadMasterKey({ kind: 'file', path }))
const vault = service()

const at = (table: string, column: string, row: string): Place => ({ table, column, row })

async function addPerson() {
	const [owner, credentialId, factorId]: [Owner, string, string] = [{ kind: 'person', id: newId() }, newId(), newId()]
	const keys = await vault.createKey(db, owner)
	const seal = (place: Place, text: string) => keys.seal(owner, place, text)
	const places = [
		at('people', 'identity', owner.id),
		at('people', 'telephone', owner.id),
		at('credentials', 'email', credentialId),
		at('factors', 'secret', factorId),
	] as const
	const [identity, telephone, email, secret] = places.map((place) => seal(place, '0'))
	if (!identity || !telephone) throw new Error('There are four')
	await db.insert(people).values({ id: owner.id, identity, telephone })
	const emailIndex = vault.index('email', null, credentialId)
	await db.insert(credentials).values({ id: credentialId, personId: owner.id, email, emailIndex })
	await db.insert(factors).values({ id: factorId, credentialId, kind: 'totp', secret })
	return { owner, places: [...places] }
}

async function addFacility() {
	const owner: Owner = { kind: 'facility', id: newId() }
	const keys = await vault.createKey(db, owner)
	const seal = (place: Place) => keys.seal(owner, place, '0')
	const name = at('facilities', 'name', owner.id)
	const telephone = seal(at('facilities', 'telephone', owner.id))
	const { id } = owner
	await db.insert(facilities).values({ id, slug: `f-${id}`, code: id, kind: 'clinic', name: seal(name), telephone })
	const ofLabels = Array.from({ length: 10 }, () => at('labels', 'name', newId()))
	for (const place of ofLabels) await db.insert(labels).values({ id: place.row, facilityId: id, name: seal(place) })
	const mail = { recipient: at('outbox', 'recipient', newId()), body: '' }
	const body = at('outbox', 'body', mail.recipient.row)
	await db.insert(outbox).values({
		id: body.row,
		channel: 'mail',
		ownerKind: 'facility',
		ownerId: id,
		recipient: seal(mail.recipient),
		body: seal(body),
	})
	return { owner, places: [name, ...ofLabels, mail.recipient, body] }
}

const owned = [
	...(await Promise.all(Array.from({ length: 8 }, addPerson))),
	...(await Promise.all(Array.from({ length: 2 }, addFacility))),
]
const owners = owned.map(({ owner }) => owner)
const cells = owned.flatMap(({ owner, places }) => places.map((place) => ({ owner, place })))

async function read({ table, column, row }: Place): Promise<Sealed> {
	const name = sql.identifier(column)
	const rows = await db.execute<{ cell: Sealed }>(
		sql`select ${name} as cell from ${sql.identifier(table)} where id = ${row}`,
	)
	if (!rows[0]) throw new Error('It is gone')
	return rows[0].cell
}

async function write({ table, column, row }: Place, cell: Sealed): Promise<void> {
	await db.execute(sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${cell} where id = ${row}`)
}

const versions = () =>
	db
		.select({ id: dataKeys.ownerId, version: dataKeys.version, master: dataKeys.masterKeyId })
		.from(dataKeys)
		.where(sql`${dataKeys.ownerId} = any(${sql.param(`{${owners.map(({ id }) => id).join(',')}}`)}::uuid[])`)

/** Until a query of this database stands before somebody else's lock. */
async function untilSomebodyWaits(): Promise<void> {
	for (let tries = 0; tries < 500; tries++) {
		const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
		if ((await db.execute(waiting)).length > 0) return
		await sleep(10)
	}
	throw new Error('Nobody waits')
}

/** Longer than any of these requests lives, on a machine that is busy with the other tests. */
const settleMs = 1500

test('master key and data keys rotate under load: no reader meets a cell it cannot open, and no write is lost', async () => {
	const acknowledged = new Map(cells.map(({ place }) => [place, 0]))
	let [done, reads, writes] = [false, 0, 0]

	/** Holds its keys for a while before it uses them, as a request does; each cell has one writer. */
	const writer = async (mine: typeof cells) => {
		const vaultOfWriter = service()
		for (let n = 1; !done; n++) {
			const startedAt = performance.now()
			const keys = await vaultOfWriter.keys(db, owners)
			await sleep(Math.random() * 300)
			for (const { owner, place } of mine) {
				// On a machine that stood still: a request so old would have been given up.
				if (performance.now() - startedAt > settleMs / 2) break
				await write(place, keys.seal(owner, place, String(n)))
				acknowledged.set(place, n)
				writes++
			}
		}
	}
	/** Reads cells and then keys, and the other way round. */
	const reader = async () => {
		const vaultOfReader = service()
		while (!done) {
			const startedAt = performance.now()
			const keysFirst = Math.random() < 0.5 ? await vaultOfReader.keys(db, owners) : undefined
			const atLeast = new Map(acknowledged)
			const found = await Promise.all(cells.map(async (one) => ({ ...one, cell: await read(one.place) })))
			await sleep(Math.random() * 200)
			const keys = keysFirst ?? (await vaultOfReader.keys(db, owners))
			if (performance.now() - startedAt > settleMs) continue
			for (const { owner, place, cell } of found) {
				expect(Number(keys.open(owner, place, cell)), 'lost a write').toBeGreaterThanOrEqual(atLeast.get(place) ?? 0)
				reads++
			}
		}
	}
	// The first owner's cells are written by nobody: only the rotation brings them under the new key.
	const written = cells.filter(({ owner }) => owner !== owners[0])
	const writers = [0, 1, 2, 3].map((part) => writer(written.filter((_, index) => index % 4 === part)))
	const load = Promise.all([...writers, reader(), reader()])

	const before = await versions()
	const rotating = (async () => {
		const master = loadMasterKey({ kind: 'file', path })
		const id = addMasterKeyVersion(path)
		await rewrapDataKeys(db, master)
		const rotation = await rotateDataKeys(db, master, owners, { settleMs })
		return { id, rotation, retired: await retireMasterKeys(db, path) }
	})().finally(() => {
		done = true
	})
	const [{ id, rotation, retired }] = await Promise.all([rotating, load])

	expect(rotation).toMatchObject({ rotated: owners.length, unreadable: [] })
	expect(rotation.resealed).toBeGreaterThanOrEqual(cells.length - written.length)
	expect(retired).toEqual([before[0]?.master])
	expect(new Set((await versions()).map(({ version, master }) => `${version} ${master}`))).toEqual(new Set([`2 ${id}`]))
	expect(reads).toBeGreaterThan(cells.length)
	expect(writes).toBeGreaterThan(cells.length)
	const keys = await service().keys(db, owners)
	for (const { owner, place } of cells)
		expect(keys.open(owner, place, await read(place)), `${place.table}.${place.column}`).toBe(
			String(acknowledged.get(place)),
		)
})

describe('a rotation of data keys', () => {
	const master = loadMasterKey({ kind: 'file', path })
	const rotate = (...of: Owner[]) => rotateDataKeys(db, master, of, { settleMs: 0 })

	test('gives way to a writer whose change was under way', async () => {
		const { owner, places } = await addPerson()
		const [identity] = places
		if (!identity) throw new Error('There are four')
		const cell = (await vault.keys(db, [owner])).seal(owner, identity, 'newer')
		const rotated = await db.transaction(async (tx) => {
			await tx.update(people).set({ identity: cell }).where(eq(people.id, owner.id))
			const rotating = rotate(owner)
			await untilSomebodyWaits()
			return { rotating }
		})
		await rotated.rotating
		expect((await vault.keys(db, [owner])).open(owner, identity, await read(identity))).toBe('newer')
	})

	test('waits for whoever holds keys or cells as they were: the slow reader, and the slow writer', async () => {
		const { owner, places } = await addPerson()
		const [identity, telephone] = places
		if (!identity || !telephone) throw new Error('There are four')
		const settleMs = 1000
		const [slowReader, slowWriter] = [await read(identity), await vault.keys(db, [owner])]
		let later: Promise<string> | undefined
		const hold = async () => {
			await sleep(settleMs / 2)
			await write(telephone, slowWriter.seal(owner, telephone, 'late'))
			return (await vault.keys(db, [owner])).open(owner, identity, slowReader)
		}
		await rotateDataKeys(db, master, [owner], {
			settleMs,
			onStep: (step) => {
				if (step.kind === 'passed') later ??= hold()
			},
		})
		expect(await later).toBe('0')
		const keys = await vault.keys(db, [owner])
		expect(keys.open(owner, telephone, await read(telephone))).toBe('late')
		expect(await db.$count(dataKeys, eq(dataKeys.ownerId, owner.id))).toBe(1)
	})

	test('that was cut off is taken up again, with the version it had begun', async () => {
		const { owner } = await addPerson()
		await rotate(owner)
		const [key] = await db.select().from(dataKeys).where(eq(dataKeys.ownerId, owner.id))
		expect(key?.version).toBe(2)
		// As if it had stopped before the old version went.
		const older = { ...key, ...master.wrap(Buffer.alloc(32), `person:${owner.id}:1`), id: undefined, version: 1 }
		await db.insert(dataKeys).values({ ownerKind: 'person', ownerId: owner.id, ...older })
		expect(await rotate(owner)).toMatchObject({ rotated: 1 })
		const left = await db.select().from(dataKeys).where(eq(dataKeys.ownerId, owner.id))
		expect(left.map(({ version }) => version)).toEqual([2])
	})

	test('leaves a cell that does not open as it is, says which, and keeps the key it may yet want', async () => {
		const [broken, whole] = [await addPerson(), await addPerson()]
		const [identity, telephone] = broken.places
		if (!identity || !telephone) throw new Error('There are four')
		const wrong = await read(telephone)
		await write(identity, wrong)
		expect(await rotate(broken.owner, whole.owner)).toMatchObject({ rotated: 1, unreadable: [identity] })
		expect(await read(identity)).toEqual(wrong)
		expect(await db.$count(dataKeys, eq(dataKeys.ownerId, broken.owner.id))).toBe(2)
		expect(await db.$count(dataKeys, eq(dataKeys.ownerId, whole.owner.id))).toBe(1)
	})

	test('leaves the destroyed destroyed', async () => {
		const { owner } = await addPerson()
		await destroyKeys(db, owner)
		expect(await rotate(owner, { kind: 'person', id: newId() })).toEqual({ rotated: 0, resealed: 0, unreadable: [] })
		addMasterKeyVersion(path)
		await rewrapDataKeys(db, master)
		const rows = await db.select().from(dataKeys).where(eq(dataKeys.ownerId, owner.id))
		expect(rows).toEqual([expect.objectContaining({ version: 1, wrapped: null })])
	})
})

describe('a rotation of the master key', () => {
	test('keeps the old version as long as a living key hangs on it', async () => {
		const { owner, places } = await addPerson()
		const before = readFileSync(path, 'utf8')
		addMasterKeyVersion(path)
		await expect(retireMasterKeys(db, path)).rejects.toThrow('run the rotation again')
		await rewrapDataKeys(db, loadMasterKey({ kind: 'file', path }))
		expect(await retireMasterKeys(db, path)).toHaveLength(Object.keys(JSON.parse(before).keys).length)
		expect(await retireMasterKeys(db, path)).toEqual([])
		const keys = await service().keys(db, [owner])
		for (const place of places) expect(keys.open(owner, place, await read(place))).toBe('0')
	})

	test('makes old copies of the key table waste', async () => {
		const { owner, places } = await addPerson()
		const [place] = places
		const [copy] = await db.select().from(dataKeys).where(eq(dataKeys.ownerId, owner.id))
		if (!copy || !place) throw new Error('It is gone')
		await destroyKeys(db, owner)
		addMasterKeyVersion(path)
		await rewrapDataKeys(db, loadMasterKey({ kind: 'file', path }))
		await retireMasterKeys(db, path)
		await db.update(dataKeys).set(copy).where(eq(dataKeys.id, copy.id))
		const keys = await service().keys(db, [owner])
		const cell = await read(place)
		expect(() => keys.open(owner, place, cell)).toThrow(expect.objectContaining({ code: 'unknown_version' }))
		// Nor does it hold up the next rotation.
		addMasterKeyVersion(path)
		const { rewrapped, unreadable } = await rewrapDataKeys(db, loadMasterKey({ kind: 'file', path }))
		expect(unreadable).toEqual([{ owner, version: 1 }])
		expect(rewrapped).toBeGreaterThan(0)
		await destroyKeys(db, owner)
	})
})

test('the operator’s command does each of it, and says so', async () => {
	const [{ owner, places }, broken] = [await addPerson(), await addPerson()]
	const [first, second] = broken.places
	if (!first || !second) throw new Error('There are four')
	const said: string[] = []
	const run = (task: RotationTask) =>
		rotateKeys({ databaseUrl: url, path, task, settleMs: 0, say: (line) => said.push(line) })
	expect(await run({ kind: 'master' })).toBe(true)
	expect(await run({ kind: 'retire' })).toBe(true)
	expect(await run({ kind: 'data', owners: [owner] })).toBe(true)
	const [key] = await db.select().from(dataKeys).where(eq(dataKeys.ownerId, owner.id))
	expect(key).toMatchObject({ version: 2, masterKeyId: loadMasterKey({ kind: 'file', path }).currentId() })
	await write(first, await read(second))
	expect(await run({ kind: 'data', owners: 'all' })).toBe(false)
	expect(said.join('\n')).toContain(`people.identity of row ${broken.owner.id} does not open`)
	const keys = await service().keys(db, [owner])
	for (const place of places) expect(keys.open(owner, place, await read(place))).toBe('0')
})

test('an owner is named by kind and id', () => {
	const id = newId()
	expect(parseOwner(`person:${id}`)).toEqual({ kind: 'person', id })
	for (const wrong of ['', id, `patient:${id}`, 'person:', `person:${id}x`]) expect(parseOwner(wrong)).toBeUndefined()
})

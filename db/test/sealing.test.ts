import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { newId } from '../src/schema/columns.ts'
import { dataKeys, facilities } from '../src/schema/index.ts'
import { destroyKeys } from '../src/sealing/destroy-keys.ts'
import { createVault, type Owner, type Place } from '../src/sealing/vault.ts'
import { createTestMasterKey, openTestDatabase } from '../src/testing.ts'

const { db } = await openTestDatabase()
const master = createTestMasterKey()
const vault = createVault(master)

const person = (): Owner => ({ kind: 'person', id: newId() })
const name = (owner: Owner): Place => ({ table: 'people', column: 'name', row: owner.id })

async function sealedFor(owner: Owner, text: string) {
	return (await vault.createKey(db, owner)).seal(owner, name(owner), text)
}

/** A facility, written with a cell of its own key, and one more of another's. */
async function addFacility() {
	const owner: Owner = { kind: 'facility', id: newId() }
	const keys = await vault.createKey(db, owner)
	const place = (column: string): Place => ({ table: 'facilities', column, row: owner.id })
	await db.insert(facilities).values({
		id: owner.id,
		slug: `f-${owner.id}`,
		code: owner.id,
		kind: 'clinic',
		name: keys.seal(owner, place('name'), 'さくら内科'),
		telephone: keys.seal(owner, place('telephone'), '+81312345678'),
	})
	return { owner, place }
}

const refused = (code: string) => expect.objectContaining({ name: 'SealError', code })

test('a new owner seals at once, and what it sealed is opened by a later request', async () => {
	const hanako = person()
	const cell = await sealedFor(hanako, '山田 花子')
	const keys = await vault.keys(db, [hanako, hanako, { ...hanako, id: hanako.id.toUpperCase() }])
	expect(keys.open(hanako, name(hanako), cell)).toBe('山田 花子')
})

test('an owner gets a first key once, also after it was destroyed', async () => {
	const owner = person()
	await vault.createKey(db, owner)
	const again = { cause: { constraint_name: 'data_keys_owner_version' } }
	await expect(vault.createKey(db, owner)).rejects.toMatchObject(again)
	await destroyKeys(db, owner)
	await expect(vault.createKey(db, owner)).rejects.toMatchObject(again)
})

test('a key made in a transaction that fails is not there', async () => {
	const owner = person()
	const failed = db.transaction(async (tx) => {
		await vault.createKey(tx, owner)
		throw new Error('no')
	})
	await expect(failed).rejects.toThrow('no')
	const keys = await vault.keys(db, [owner])
	expect(() => keys.seal(owner, name(owner), 'x')).toThrow(refused('unknown_version'))
})

test('a person and a facility of one id have keys of their own', async () => {
	const hanako = person()
	const clinic: Owner = { kind: 'facility', id: hanako.id }
	const cell = await sealedFor(hanako, 'x')
	await vault.createKey(db, clinic)
	const both = await vault.keys(db, [hanako, clinic])
	expect(both.open(hanako, name(hanako), cell)).toBe('x')
	expect(() => both.open(clinic, name(hanako), cell)).toThrow(refused('does_not_open'))
	const other = await vault.keys(db, [clinic])
	expect(() => other.open(hanako, name(hanako), cell)).toThrow(refused('unknown_version'))
})

test('a hundred owners are read in one query', async () => {
	const owners = Array.from({ length: 100 }, person)
	await db.transaction(async (tx) => {
		for (const owner of owners) await vault.createKey(tx, owner)
	})
	let queries = 0
	const counting = new Proxy(db, {
		get(target, property) {
			if (property === 'select' || property === 'execute') queries++
			return Reflect.get(target, property)
		},
	})
	const keys = await vault.keys(counting, owners)
	for (const owner of owners) expect(keys.open(owner, name(owner), keys.seal(owner, name(owner), 'x'))).toBe('x')
	expect(queries).toBe(1)
	await vault.keys(counting, [])
	expect(queries).toBe(1)
})

test('cells swapped between columns or rows of a table do not open', async () => {
	const [one, other] = [await addFacility(), await addFacility()]
	await db.execute(sql`update facilities set name = telephone, telephone = name where id = ${one.owner.id}`)
	await db.execute(
		sql`update facilities set name = (select name from facilities where id = ${one.owner.id}) where id = ${other.owner.id}`,
	)
	const keys = await vault.keys(db, [one.owner, other.owner])
	for (const { owner, place } of [one, other]) {
		const [row] = await db.select().from(facilities).where(eq(facilities.id, owner.id))
		if (!row) throw new Error('It is gone')
		expect(() => keys.open(owner, place('name'), row.name)).toThrow(refused('does_not_open'))
	}
})

test('after a destruction no cell of the owner opens or is sealed, and everybody else goes on', async () => {
	const [leaving, staying] = [person(), person()]
	const [gone, kept] = [await sealedFor(leaving, '山田 花子'), await sealedFor(staying, '佐藤 太郎')]
	expect(await destroyKeys(db, leaving)).toBeInstanceOf(Date)
	expect(await destroyKeys(db, leaving)).toBeUndefined()
	const keys = await vault.keys(db, [leaving, staying])
	expect(() => keys.open(leaving, name(leaving), gone)).toThrow(refused('destroyed'))
	expect(() => keys.seal(leaving, name(leaving), 'x')).toThrow(refused('destroyed'))
	expect(keys.open(staying, name(staying), kept)).toBe('佐藤 太郎')
	const rows = await db.select().from(dataKeys).where(eq(dataKeys.ownerId, leaving.id))
	expect(rows).toEqual([expect.objectContaining({ wrapped: null, destroyedAt: expect.any(Date) })])
})

test('cells restored from before a destruction meet the key table as it is, and do not open', async () => {
	const { owner, place } = await addFacility()
	const [before] = await db.select().from(facilities).where(eq(facilities.id, owner.id))
	if (!before) throw new Error('It is gone')
	await destroyKeys(db, owner)
	await db.delete(facilities).where(eq(facilities.id, owner.id))
	await db.insert(facilities).values(before)
	const [restored] = await db.select().from(facilities).where(eq(facilities.id, owner.id))
	const keys = await vault.keys(db, [owner])
	expect(() => keys.open(owner, place('name'), restored?.name ?? before.name)).toThrow(refused('destroyed'))
})

import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { addFacility } from '../src/people.ts'
import { facilities } from '../src/schema/index.ts'
import { openTestDatabase } from '../src/testing.ts'

const { db, vault } = await openTestDatabase({ poolSize: 1 })
const clinic = { kind: 'clinic', name: '試験', telephone: '03-0000-0000' } as const

async function prepared(like: string): Promise<number> {
	const [row] = await db.execute<{ count: string }>(
		sql`select count(*) from pg_prepared_statements where statement like ${like} and statement not like '%pg_prepared%'`,
	)
	return Number(row?.count)
}

test('a query is prepared once, in a transaction or not, whatever its parameters', async () => {
	for (const slug of ['one', 'two']) await db.select().from(facilities).where(eq(facilities.slug, slug))
	await db.transaction((tx) => tx.select().from(facilities).where(eq(facilities.slug, 'three')))
	await db.transaction((tx) =>
		tx.transaction((inner) => inner.select().from(facilities).where(eq(facilities.slug, '4'))),
	)
	expect(await prepared('%from "facilities" where%')).toBe(1)
})

test('a statement of varying length is not kept', async () => {
	for (const length of [30, 31, 32]) {
		const many = Array.from({ length }, (_, index) => ({ index }))
		await db.execute(
			sql`select array[${sql.join(
				many.map(({ index }) => sql`${index}::int`),
				sql`, `,
			)}] as many`,
		)
	}
	expect(await prepared('select array%')).toBe(0)
})

test('a savepoint that is rolled back leaves the rest of its transaction', async () => {
	const count = () => db.$count(facilities)
	const before = await count()
	await db.transaction(async (tx) => {
		await addFacility(tx, vault, { ...clinic, slug: 'one', code: 'one' })
		await tx
			.transaction(async (inner) => {
				await addFacility(inner, vault, { ...clinic, slug: 'two', code: 'two' })
				throw new Error('not that one')
			})
			.catch(() => undefined)
	})
	expect(await count()).toBe(before + 1)
})

test('a prepared query outlives a migration under it', async () => {
	await db.execute(sql`create table changing (a int)`)
	await db.execute(sql`insert into changing values (${1})`)
	const read = () => db.execute(sql`select * from changing where a = ${1}`)
	expect([...(await read())]).toEqual([{ a: 1 }])
	await db.execute(sql`alter table changing add column b int`)
	expect([...(await read())]).toEqual([{ a: 1, b: null }])
})

test('a query that takes too long is ended by the server', async () => {
	await db.execute(sql`set statement_timeout = 50`)
	await expect(db.execute(sql`select pg_sleep(5)`)).rejects.toMatchObject({ cause: { code: '57014' } })
})

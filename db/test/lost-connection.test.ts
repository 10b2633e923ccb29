import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../src/connection.ts'
import { openAppDatabase } from '../src/scope.ts'
import { openTestDatabase } from '../src/testing.ts'
import { startRelay } from './support/relay.ts'

/**
 * The guard over patches/postgres@3.4.9.patch: what is asked of a connection that is lost ends, and nothing of it is
 * left to whoever has the connection next. Without the patch these wait for ever, or read and write in each other's
 * transactions (upstream issues 1186 and 1216, pull request 1215).
 */
const { appUrl } = await openTestDatabase()
const somebody = { kind: 'service' } as const

/** One connection, so that whoever comes next has the one that was lost. */
async function open() {
	const relay = await startRelay(appUrl)
	const database = openAppDatabase({ url: relay.url, name: 'test', poolSize: 1 })
	onTestFinished(async () => {
		await database.close()
		await relay.close()
	})
	return { relay, db: database.scoped(somebody) }
}

async function openClient(max = 1) {
	const relay = await startRelay(appUrl)
	const client = connect({ url: relay.url, name: 'test', max })
	onTestFinished(async () => {
		await client.end({ timeout: 1 })
		await relay.close()
	})
	return { relay, client }
}

const lost = { code: expect.stringMatching(/^(CONNECTION_CLOSED|ECONNRESET)$/) }
const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test.each(['reset', 'end'] as const)(
	'a connection that is lost (%s) within a transaction serves the next one, whose answers are its own',
	async (how) => {
		const { relay, db } = await open()
		const cut = db.transaction(async (tx) => {
			await tx.execute(sql`select ${1}::int`)
			setTimeout(() => relay.cut(how), 20)
			await tx.execute(sql`select pg_sleep(5)`)
		})
		await expect(cut).rejects.toThrow()
		for (const asked of [1, 2, 3]) {
			const answer = await db.transaction(async (tx) => [
				...(await tx.execute(sql`select ${asked}::int as asked`)),
				...(await tx.execute(sql`select current_setting('enshin.scope') as scope`)),
			])
			expect(answer).toEqual([{ asked }, { scope: 'service' }])
		}
	},
)

test('what is asked of a connection in the moment it is lost is answered truly or fails', async () => {
	const { relay, client } = await openClient(16)
	const sleeping = (seconds: number) => client.unsafe(`select pg_sleep(${seconds})`)
	await Promise.all(Array.from({ length: 16 }, () => sleeping(0.05)))
	// Half of the connections are at work, and whoever had them asks again at once: of one that is lost as well.
	const asked = Array.from({ length: 8 }, async (_, index) => {
		await sleeping(5).catch(() => undefined)
		return [...(await client`select ${index}::int as index`)]
	})
	await soon(20)
	relay.cut('reset')
	for (const [index, end] of (await Promise.allSettled(asked)).entries()) {
		if (end.status === 'fulfilled') expect(end.value).toEqual([{ index }])
		else expect(end.reason).toMatchObject(lost)
	}
})

test('a transaction that lost its connection asks nothing in the next one', async () => {
	const { relay, client } = await openClient()
	let later: Promise<unknown> | undefined
	const first = client.begin(async (tx) => {
		relay.cut('end')
		await soon(300)
		later = tx.unsafe(`select set_config('enshin.scope', 'ops', true)`)
		await later
	})
	await expect(first).rejects.toMatchObject(lost)
	const second = await client.begin(async (tx) => {
		await tx.unsafe(`select set_config('enshin.scope', 'service', true)`)
		await soon(500)
		const [row] = await tx.unsafe(`select current_setting('enshin.scope') as scope`)
		return row
	})
	expect(second).toEqual({ scope: 'service' })
	await expect(later).rejects.toMatchObject(lost)
})

test('a transaction that is over asks nothing in the next one, though a part of it goes on', async () => {
	const { client } = await openClient()
	let goesOn: Promise<unknown> | undefined
	const first = client.begin(async (tx) => {
		goesOn = soon(200).then(() => tx.unsafe(`select set_config('enshin.scope', 'ops', true)`))
		await Promise.all([goesOn, Promise.reject(new Error('the other part failed'))])
	})
	await expect(first).rejects.toThrow('the other part failed')
	const second = await client.begin(async (tx) => {
		await tx.unsafe(`select set_config('enshin.scope', 'service', true)`)
		await soon(400)
		const [row] = await tx.unsafe(`select current_setting('enshin.scope') as scope`)
		return row
	})
	expect(second).toEqual({ scope: 'service' })
	await expect(goesOn).rejects.toThrow('CONNECTION_CLOSED')
})

test('what waits within a transaction for its turn ends with the connection', async () => {
	const { relay, client } = await openClient()
	const asked: Promise<unknown>[] = []
	const transaction = client.begin(async (tx) => {
		for (let count = 0; count < 3; count += 1) asked.push(tx`select pg_sleep(${5}), ${count}::int`.execute())
		setTimeout(() => relay.cut('reset'), 20)
		return await Promise.all(asked)
	})
	await expect(transaction).rejects.toMatchObject(lost)
	const ends = await Promise.allSettled(asked)
	expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
})

test('an answer comes also from behind somebody who takes each connection and ends it', async () => {
	const { relay, client } = await openClient()
	relay.hangUp()
	await expect(client`select 1`).rejects.toMatchObject(lost)
	await expect(client.begin((tx) => tx`select 1`)).rejects.toMatchObject(lost)
})

test('a query that cannot be written down harms none that was asked before or after', async () => {
	const { client } = await openClient()
	const impossible = {
		toString: () => {
			throw new Error('no such text')
		},
	} as never
	const answers = await Promise.allSettled([
		client`select ${1}::int as one`,
		client`select ${impossible}::text as never`,
		client`select ${3}::int as three`,
	])
	expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

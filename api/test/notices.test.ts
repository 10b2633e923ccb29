import { type Notice, notice } from '@enshin/contracts/operations.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { notices } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makeWorker } from '@enshin/db/testing.ts'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { sessionFor, startTestApi } from './support.ts'

const { call, db } = await startTestApi()
const clinic = await makeFacility(db)
const other = await makeFacility(db)
beforeEach(() => db.delete(notices))

const hours = (n: number) => new Date(Date.now() + n * 3_600_000)
async function tell(facts: Partial<typeof notices.$inferInsert> = {}): Promise<string> {
	const id = newId()
	const words = { titleJa: '件名', titleEn: 'Title', bodyJa: '本文', bodyEn: 'Body' }
	await db.insert(notices).values({ id, kind: 'incident', ...words, startsAt: hours(-1), ...facts })
	return id
}
async function told(path: string, token?: string): Promise<string[]> {
	const answer = await call('GET', path, token === undefined ? {} : { token })
	const read: Notice[] = z.object({ notices: z.array(notice) }).parse(answer.json()).notices
	return read.map(({ id }) => id)
}

test('anybody reads open incidents, and maintenance from a week before until it is closed, incidents first', async () => {
	const maintenance = { kind: 'maintenance' as const, endsAt: hours(24 * 30) }
	const soon = await tell({ ...maintenance, startsAt: hours(24 * 6) })
	await tell({ ...maintenance, startsAt: hours(24 * 8) })
	const late = await tell({ ...maintenance, startsAt: hours(-3), endsAt: hours(-1) })
	await tell({ ...maintenance, startsAt: hours(-3), closedAt: hours(-2) })
	const incident = await tell()
	await tell({ closedAt: hours(0) })
	expect(await told('/notices')).toEqual(expect.arrayContaining([incident, soon, late]))
	expect(await told('/notices')).toHaveLength(3)
	expect((await told('/notices')).indexOf(incident)).toBe(0)
})

test('what one facility is told is read at its page, by its people, and by its patients; not elsewhere', async () => {
	const id = await tell({ facilityId: clinic.id })
	const [worker, patient, stranger, others] = await Promise.all(
		[
			await makeWorker(db, clinic, 'staff'),
			await makePatient(db, [clinic]),
			await makePatient(db, [other]),
			await makeWorker(db, other, 'staff'),
		].map((one) => sessionFor(db, one)),
	)
	expect(await told('/notices')).toEqual([])
	expect(await told(`/notices?facility=${other.slug}`)).toEqual([])
	expect(await told('/notices?facility=nowhere')).toEqual([])
	expect(await told(`/notices?facility=${clinic.slug}`)).toEqual([id])
	for (const token of [worker, patient]) expect(await told('/me/notices', token)).toEqual([id])
	for (const token of [stranger, others]) expect(await told('/me/notices', token)).toEqual([])
})

test('the feed tells of what is over, too, and of no single facility', async () => {
	const over = await tell({ closedAt: hours(0), reportJa: '更新しました。', reportEn: 'Updated.' })
	await tell({ facilityId: clinic.id })
	await tell({ createdAt: hours(-24 * 91) })
	expect(await told('/notices?past=true')).toEqual([over])
})

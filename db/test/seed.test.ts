import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { asc, eq, ne, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Db } from '../src/client.ts'
import { verifyPassword } from '../src/password.ts'
import {
	appointments,
	calls,
	credentials,
	facilities,
	people,
	practitioners,
	weeklyHours,
} from '../src/schema/index.ts'
import { demoAccounts, demoFacilities, demoPassword } from '../src/seed/demo-accounts.ts'
import { seed } from '../src/seed.ts'
import { openTestDatabase } from '../src/testing.ts'

async function bookings(db: Db) {
	return await db
		.select({
			patient: people.name,
			practitioner: practitioners.title,
			during: appointments.during,
			status: appointments.status,
			state: calls.state,
		})
		.from(appointments)
		.innerJoin(people, eq(people.id, appointments.patientId))
		.innerJoin(practitioners, eq(practitioners.id, appointments.practitionerId))
		.innerJoin(calls, eq(calls.appointmentId, appointments.id))
		.orderBy(asc(sql`lower(${appointments.during})`))
}

const seededWith = await openTestDatabase()
const noon = new Date('2026-11-22T12:07:00+09:00')
await seed(seededWith.url, noon)

test('every demo account can sign in with the password that is printed', async () => {
	const rows = await seededWith.db
		.select({ email: credentials.email, hash: credentials.passwordHash, slug: facilities.slug })
		.from(credentials)
		.leftJoin(facilities, eq(facilities.id, credentials.facilityId))
	expect(rows.map(({ email, slug }) => ({ email, slug })).toSorted(byEmail)).toEqual(
		demoAccounts.map(({ email, facilitySlug }) => ({ email, slug: facilitySlug })).toSorted(byEmail),
	)
	expect(await verifyPassword(demoPassword, rows[0]?.hash ?? '')).toBe(true)
	expect((await seededWith.db.select().from(facilities)).length).toBe(demoFacilities.length)
})

const byEmail = (a: { email: string }, b: { email: string }) => a.email.localeCompare(b.email)

test('the names that lose their characters elsewhere come back whole', async () => {
	const names = (await seededWith.db.select({ name: people.name }).from(people)).map(({ name }) => name)
	expect(names).toContain('髙橋 花子')
	expect(names).toContain('﨑山 太郎')
})

test('髙橋 花子 is next with her doctor within minutes, and others have been and will be', async () => {
	const all = (await bookings(seededWith.db)).filter(({ practitioner }) => practitioner === '内科')
	const next = all.find(({ status, during }) => status === 'booked' && during.startsAt > noon)
	expect(next).toMatchObject({ patient: '髙橋 花子', state: 'waiting', during: { startsAt: at('12:15') } })
	expect(all.filter(({ status }) => status === 'completed').every(({ during }) => during.endsAt <= noon)).toBe(true)
	expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['booked', 'completed', 'no_show']))
})

test('the pharmacist has somebody next as well', async () => {
	const guidance = (await bookings(seededWith.db)).filter(({ practitioner }) => practitioner === '薬剤師')
	expect(guidance.find(({ during }) => during.startsAt > noon)).toMatchObject({
		patient: '﨑山 太郎',
		during: { startsAt: at('12:15') },
	})
})

const at = (clock: string) => new Date(`2026-11-22T${clock}:00+09:00`)

test('a second start changes nothing while the next patient is still next', async () => {
	const before = await bookings(seededWith.db)
	await seed(seededWith.url, noon)
	await seed(seededWith.url, new Date(noon.getTime() + 5 * 60_000))
	expect(await bookings(seededWith.db)).toEqual(before)
})

test('a start hours later brings a next patient again, and closes what nobody came to', async () => {
	const { db, url } = await openTestDatabase()
	await seed(url, noon)
	const before = await bookings(db)
	await seed(url, at('17:40'))
	const after = await bookings(db)
	expect(after.length).toBeGreaterThan(before.length)
	const missed = after.filter(({ during }) => during.startsAt < at('17:20'))
	expect(missed.filter(({ status }) => status === 'booked')).toEqual([])
	expect(missed.every(({ state }) => state === 'ended')).toBe(true)
	expect(after.find(({ during }) => during.startsAt > at('17:40'))).toMatchObject({ during: { startsAt: at('17:45') } })
	expect(after.some(({ patient, during }) => patient === '髙橋 花子' && +during.startsAt === +at('17:45'))).toBe(true)
})

test.each(['00:00', '00:40', '08:59', '20:50', '23:30', '23:59'])(
	'started at %s, today has somebody next whom the schedule knows',
	async (clock) => {
		const { db, url } = await openTestDatabase()
		await seed(url, at(clock))
		await seed(url, at(clock))
		const next = (await bookings(db)).find(
			({ patient, during }) => patient === '髙橋 花子' && during.startsAt > at(clock),
		)
		const startsAt = next?.during.startsAt as Date
		expect(startsAt.getTime() - at(clock).getTime()).toBeLessThanOrEqual(16 * 60_000)
		if (tokyoDay(startsAt) !== tokyoDay(at(clock))) return
		const inHours = sql`${weeklyHours.weekday} = 7 and (${startsAt.toISOString()}::timestamptz at time zone 'Asia/Tokyo')::time between ${weeklyHours.from} and ${weeklyHours.to}`
		expect((await db.select().from(weeklyHours).where(inHours)).length).toBeGreaterThan(0)
	},
)

test('what somebody cancelled is not brought back by the next start', async () => {
	const { db, url } = await openTestDatabase()
	await seed(url, noon)
	await db.update(appointments).set({ status: 'cancelled' })
	await seed(url, noon)
	expect(await db.select().from(appointments).where(ne(appointments.status, 'cancelled'))).toEqual([])
})

import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { asc, eq, ne, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Db } from '../src/client.ts'
import { openIdentity } from '../src/identity.ts'
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
import type { Vault } from '../src/sealing/vault.ts'
import { demoAccounts, demoFacilities, demoPassword } from '../src/seed/demo-accounts.ts'
import { seed } from '../src/seed.ts'
import { openTestDatabase } from '../src/testing.ts'

async function bookings(db: Db, vault: Vault) {
	const rows = await db
		.select({
			patientId: people.id,
			identity: people.identity,
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
	const keys = await vault.keys(
		db,
		rows.map(({ patientId: id }) => ({ kind: 'person', id })),
	)
	return rows.map(({ patientId: id, identity, ...row }) => ({ ...row, patient: openIdentity(keys, id, identity).name }))
}

const seededWith = await openTestDatabase()
const noon = new Date('2026-11-22T12:07:00+09:00')
await seed(seededWith.url, seededWith.vault, noon)

test('every demo account can sign in with the password that is printed', async () => {
	const rows = await seededWith.db
		.select({
			index: credentials.emailIndex,
			hash: credentials.passwordHash,
			slug: facilities.slug,
			tenant: facilities.id,
		})
		.from(credentials)
		.leftJoin(facilities, eq(facilities.id, credentials.facilityId))
	for (const { email, facilitySlug } of demoAccounts) {
		const own = rows.filter(({ slug }) => slug === facilitySlug)
		const index = seededWith.vault.index('email', own[0]?.tenant ?? null, email)
		expect(own.filter((row) => row.index?.equals(index))).toHaveLength(1)
	}
	expect(rows).toHaveLength(demoAccounts.length)
	expect(await verifyPassword(demoPassword, rows[0]?.hash ?? '')).toBe(true)
	expect((await seededWith.db.select().from(facilities)).length).toBe(demoFacilities.length)
})

test('the names that lose their characters elsewhere come back whole', async () => {
	const rows = await seededWith.db.select({ id: people.id, identity: people.identity }).from(people)
	const keys = await seededWith.vault.keys(
		seededWith.db,
		rows.map(({ id }) => ({ kind: 'person', id })),
	)
	const names = rows.map(({ id, identity }) => openIdentity(keys, id, identity).name)
	expect(names).toContain('髙橋 花子')
	expect(names).toContain('﨑山 太郎')
})

test('髙橋 花子 is next with her doctor within minutes, and others have been and will be', async () => {
	const all = (await bookings(seededWith.db, seededWith.vault)).filter(({ practitioner }) => practitioner === '内科')
	const next = all.find(({ status, during }) => status === 'booked' && during.startsAt > noon)
	expect(next).toMatchObject({ patient: '髙橋 花子', state: 'waiting', during: { startsAt: at('12:15') } })
	expect(all.filter(({ status }) => status === 'completed').every(({ during }) => during.endsAt <= noon)).toBe(true)
	expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['booked', 'completed', 'no_show']))
})

test('the pharmacist has somebody next as well', async () => {
	const guidance = (await bookings(seededWith.db, seededWith.vault)).filter(
		({ practitioner }) => practitioner === '薬剤師',
	)
	expect(guidance.find(({ during }) => during.startsAt > noon)).toMatchObject({
		patient: '﨑山 太郎',
		during: { startsAt: at('12:15') },
	})
})

const at = (clock: string) => new Date(`2026-11-22T${clock}:00+09:00`)

test('a second start changes nothing while the next patient is still next', async () => {
	const before = await bookings(seededWith.db, seededWith.vault)
	await seed(seededWith.url, seededWith.vault, noon)
	await seed(seededWith.url, seededWith.vault, new Date(noon.getTime() + 5 * 60_000))
	expect(await bookings(seededWith.db, seededWith.vault)).toEqual(before)
})

test('a start hours later brings a next patient again, and closes what nobody came to', async () => {
	const { db, url, vault } = await openTestDatabase()
	await seed(url, vault, noon)
	const before = await bookings(db, vault)
	await seed(url, vault, at('17:40'))
	const after = await bookings(db, vault)
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
		const { db, url, vault } = await openTestDatabase()
		await seed(url, vault, at(clock))
		await seed(url, vault, at(clock))
		const next = (await bookings(db, vault)).find(
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
	const { db, url, vault } = await openTestDatabase()
	await seed(url, vault, noon)
	await db.update(appointments).set({ status: 'cancelled' })
	await seed(url, vault, noon)
	expect(await db.select().from(appointments).where(ne(appointments.status, 'cancelled'))).toEqual([])
})

import { appointment } from '@enshin/contracts/api.ts'
import type { DbEvent } from '@enshin/contracts/events.ts'
import { ownExport } from '@enshin/contracts/memberships.ts'
import { leaving } from '@enshin/contracts/profile.ts'
import { addDays, tokyoDay } from '@enshin/contracts/tokyo.ts'
import { listen } from '@enshin/db/events.ts'
import { credentials, disposals, people, sessions } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner, makeWorker, testPassword } from '@enshin/db/testing.ts'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, expect, test, vi } from 'vitest'
import { makeVisit, problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db, ownerUrl } = await startTestApi()
const clinic = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)
const staffToken = await sessionFor(db, await makeWorker(db, clinic, 'staff'))
const events: DbEvent[] = []
const listening = await listen({ url: ownerUrl, name: 'test', onEvent: (event) => events.push(event) })
afterAll(listening.close)

const at = (personId: string, inMinutes: number) =>
	makeVisit(db, { facilityId: clinic.id, practitionerId: doctor.practitionerId, patientId: personId, inMinutes })

test('whoever leaves is told before what will happen, takes their data along, and then nothing opens any more', async () => {
	const hanako = await makePatient(db, [clinic])
	const [token, otherBrowser] = [await sessionFor(db, hanako), await sessionFor(db, hanako)]
	const past = await at(hanako.personId, -60)
	const ahead = await at(hanako.personId, 600)

	const told = leaving.parse((await call('GET', '/profile/leaving', { token })).json())
	expect(told.appointments.map(({ id }) => id)).toEqual([ahead.appointmentId])
	expect(told.keptUntil?.slice(0, 4)).toBe(String(Number(tokyoDay(new Date()).slice(0, 4)) + 5))

	const taken = ownExport.parse((await call('GET', '/profile/export', { token })).json())
	expect(taken.profile).toMatchObject({ name: '髙橋 花子', email: hanako.email })
	expect(taken.appointments.map(({ id }) => id)).toEqual([ahead.appointmentId, past.appointmentId])
	expect(taken.memberships.map(({ facility }) => facility.id)).toEqual([clinic.id])

	const startedAt = Date.now()
	expect((await call('POST', '/profile/leave', { token })).status).toBe(204)
	for (const dead of [token, otherBrowser]) {
		expect(problemOf(await call('GET', '/me', { token: dead })).code).toBe('auth.required')
	}
	await vi.waitFor(() =>
		expect(events).toContainEqual(expect.objectContaining({ type: 'access.ended', personId: hanako.personId })),
	)
	expect(Date.now() - startedAt).toBeLessThan(5_000)
	expect(events).toContainEqual(
		expect.objectContaining({ type: 'appointment.changed', change: 'cancelled', appointmentId: ahead.appointmentId }),
	)
	const again = await call('POST', '/sessions', { body: { email: hanako.email, password: testPassword } })
	expect(problemOf(again).code).toBe('auth.failed')

	const [row] = await db.select().from(people).where(eq(people.id, hanako.personId))
	expect(row?.leftAt).not.toBeNull()
	expect(await db.select().from(credentials).where(eq(credentials.personId, hanako.personId))).toEqual([])
	const left = await db.select().from(sessions).where(eq(sessions.assignmentId, hanako.assignmentId))
	expect(left).toEqual([])
})

test('the facility keeps its records: the visit is read after its patient left, and the key is due five years later', async () => {
	const taro = await makePatient(db, [clinic], '﨑山 太郎')
	const { appointmentId } = await at(taro.personId, -120)
	await call('POST', '/profile/leave', { token: await sessionFor(db, taro) })
	const kept = appointment.parse((await call('GET', `/appointments/${appointmentId}`, { token: staffToken })).json())
	expect(kept.patient.name).toBe('﨑山 太郎')
	const detail = await call('GET', `/facilities/${clinic.id}/patients/${taro.personId}`, { token: staffToken })
	expect((detail.json() as { leftAt: string | null }).leftAt).not.toBeNull()
	const [due] = await db.select().from(disposals).where(eq(disposals.subjectId, taro.personId))
	expect(due).toMatchObject({ subject: 'person', approvedBy: null, executedAt: null })
	expect(tokyoDay(due?.dueAt ?? new Date(0)) > addDays(tokyoDay(new Date()), 5 * 365 - 2)).toBe(true)
})

test('without any record the key is due in a month, for second thoughts and a forgotten export', async () => {
	const new_ = await makePatient(db, [clinic], '新井 一')
	const token = await sessionFor(db, new_)
	expect(leaving.parse((await call('GET', '/profile/leaving', { token })).json()).keptUntil).toBeNull()
	await call('POST', '/profile/leave', { token })
	const [due] = await db.select().from(disposals).where(eq(disposals.subjectId, new_.personId))
	expect(tokyoDay(due?.dueAt ?? new Date(0))).toBe(tokyoDay(new Date(Date.now() + 30 * 24 * 3_600_000)))
})

test('leaving wants the password of a moment ago', async () => {
	const hanako = await makePatient(db, [clinic])
	const token = await sessionFor(db, hanako)
	await db
		.update(sessions)
		.set({ authenticatedAt: sql`now() - interval '6 minutes'` })
		.where(and(eq(sessions.assignmentId, hanako.assignmentId)))
	expect(problemOf(await call('POST', '/profile/leave', { token })).code).toBe('auth.step_up')
	expect((await call('GET', '/me', { token })).status).toBe(200)
})

test('a child that has nobody else leaves with its guardian', async () => {
	const ichiro = await makePatient(db, [], '髙橋 一郎')
	const token = await sessionFor(db, ichiro)
	const child = { name: '髙橋 葵', kana: 'たかはし あおい', birthDate: '2019-01-01', sex: 'other', telephone: null }
	const added = await call('POST', '/family', { token, body: { ...child, relation: 'parent' } })
	const { patientId } = added.json() as { patientId: string }
	const told = leaving.parse((await call('GET', '/profile/leaving', { token })).json())
	expect(told.members).toEqual([{ patientId, name: '髙橋 葵' }])
	expect((await call('POST', '/profile/leave', { token })).status).toBe(204)
	const rows = await db.select({ leftAt: people.leftAt }).from(people).where(eq(people.id, patientId))
	expect(rows[0]?.leftAt).not.toBeNull()
})

test('an address is free again: who comes back is a new patient', async () => {
	const hanako = await makePatient(db)
	await call('POST', '/profile/leave', { token: await sessionFor(db, hanako) })
	const answer = await call('POST', '/sign-ups', { body: { contact: hanako.email, locale: 'ja' } })
	expect(answer.status).toBe(202)
})

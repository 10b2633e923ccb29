import { appointment, joinPermission, me } from '@enshin/contracts/api.ts'
import type { DbEvent } from '@enshin/contracts/events.ts'
import { family, familyAtMost } from '@enshin/contracts/profile.ts'
import { listen } from '@enshin/db/events.ts'
import { addMembership } from '@enshin/db/people.ts'
import { accessLog, people, proxies } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner } from '@enshin/db/testing.ts'
import { and, eq, sql } from 'drizzle-orm'
import { decodeJwt } from 'jose'
import { afterAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db, ownerUrl, vault } = await startTestApi()
const events: DbEvent[] = []
const listening = await listen({ url: ownerUrl, name: 'test', onEvent: (event) => events.push(event) })
afterAll(listening.close)
const clinic = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)
const ichiro = await makePatient(db, [clinic], '髙橋 一郎')
const token = await sessionFor(db, ichiro)
const doctorToken = await sessionFor(db, doctor)
const child = {
	name: '髙橋 花子',
	kana: 'たかはし はなこ',
	birthDate: '2020-05-05',
	sex: 'female',
	telephone: null,
	relation: 'parent',
}

const as = (patientId: string) => ({ token, headers: { 'x-enshin-for': patientId } })

async function addChild(facts: Partial<typeof child> = {}, approved = true): Promise<string> {
	const answer = await call('POST', '/family', { token, body: { ...child, ...facts } })
	expect(answer.status, answer.text).toBe(201)
	const { patientId } = z.object({ patientId: z.string() }).parse(answer.json())
	const named = { name: child.name, kana: child.kana }
	if (approved) await addMembership(db, vault, { patientId, facilityId: clinic.id, ...named })
	return patientId
}

let quarter = 0
async function book(patientId: string) {
	quarter += 1
	const startsAt = new Date(Math.ceil(Date.now() / 900_000 + 20 + quarter) * 900_000).toISOString()
	const body = { practitionerId: doctor.practitionerId, startsAt }
	const { headers } = as(patientId)
	return call('POST', '/appointments', { token, body, headers: { ...headers, 'idempotency-key': crypto.randomUUID() } })
}

test('a guardian adds a child, acts for it, and the work is about the child and logged as the guardian’s', async () => {
	const patientId = await addChild()
	const listed = family.parse((await call('GET', '/family', { token })).json())
	expect(listed.members).toEqual([expect.objectContaining({ patientId, name: '髙橋 花子', relation: 'parent' })])

	const seen = me.parse((await call('GET', '/me', as(patientId))).json())
	expect(seen).toMatchObject({ name: '髙橋 一郎', actingFor: { personId: patientId, name: '髙橋 花子' } })
	expect(me.parse((await call('GET', '/me', { token })).json()).actingFor).toBeNull()

	const booked = await book(patientId)
	expect(booked.status, booked.text).toBe(201)
	const made = appointment.parse(booked.json())
	expect(made).toMatchObject({ patient: { id: patientId }, bookedByProxy: '髙橋 一郎' })
	const forClinic = appointment.parse((await call('GET', `/appointments/${made.id}`, { token: doctorToken })).json())
	expect(forClinic.bookedByProxy).toBe('髙橋 一郎')

	const [entry] = await db
		.select({ actorId: accessLog.actorId, entry: accessLog.entry })
		.from(accessLog)
		.where(and(eq(accessLog.action, 'appointment.book'), sql`${accessLog.subjects} @> array[${patientId}]::uuid[]`))
	expect(entry?.actorId).toBe(ichiro.personId)
	expect(JSON.parse(entry?.entry ?? '{}').detail).toMatchObject({ onBehalfOf: patientId })
})

test('in a call the other side reads both names', async () => {
	const patientId = await addChild()
	const made = appointment.parse((await book(patientId)).json())
	const joined = await call('POST', `/calls/${made.callId}/join-token`, { ...as(patientId), body: {} })
	const claims = decodeJwt(joinPermission.parse(joined.json()).token)
	expect(claims).toMatchObject({ name: '髙橋 花子(代理 髙橋 一郎)', sub: ichiro.personId, patientId })
	const own = await call('POST', `/calls/${made.callId}/join-token`, { token, body: {} })
	expect(problemOf(own).code).toBe('not_found')
})

test('the child’s pages show the child’s alone, and the guardian’s the guardian’s', async () => {
	const patientId = await addChild()
	const made = appointment.parse((await book(patientId)).json())
	const ids = async (options: Parameters<typeof call>[2]) =>
		z
			.object({ upcoming: z.array(z.object({ id: z.string() })) })
			.parse((await call('GET', '/appointments', options)).json())
			.upcoming.map(({ id }) => id)
	expect(await ids(as(patientId))).toEqual([made.id])
	expect(await ids({ token })).not.toContain(made.id)
	await call('PATCH', '/profile', { ...as(patientId), body: { telephone: '03-5550-0177' } })
	expect((await call('GET', '/profile', as(patientId))).json()).toMatchObject({
		telephone: '+81355500177',
		email: null,
	})
	expect((await call('GET', '/profile', { token })).json()).toMatchObject({ name: '髙橋 一郎', telephone: null })
})

test('nobody acts for a stranger, for a nobody, or for somebody any more', async () => {
	const [stranger, patientId] = [await makePatient(db, [clinic]), await addChild()]
	for (const whom of [stranger.personId, crypto.randomUUID(), 'x', '']) {
		expect(problemOf(await call('GET', '/profile', as(whom))).code).toBe('proxy.required')
	}
	const doctorActs = await call('GET', '/appointments', { token: doctorToken, headers: as(patientId).headers })
	expect(problemOf(doctorActs).code).toBe('proxy.required')
	const strangers = await call('GET', '/profile', {
		token: await sessionFor(db, stranger),
		headers: as(patientId).headers,
	})
	expect(problemOf(strangers).code).toBe('proxy.required')
	await db.update(proxies).set({ endedAt: new Date() }).where(eq(proxies.patientId, patientId))
	expect(problemOf(await call('GET', '/profile', as(patientId))).code).toBe('proxy.required')
})

test('acting for somebody opens nothing of the account: family, leaving, mail address', async () => {
	const patientId = await addChild()
	const asked: [string, string, unknown?][] = [
		['GET', '/family'],
		['POST', '/family', child],
		['GET', '/profile/leaving'],
		['POST', '/profile/leave'],
		['POST', '/profile/email', { email: 'new@mail.example' }],
	]
	for (const [method, path, body] of asked) {
		const answer = await call(method, path, { ...as(patientId), ...(body !== undefined && { body }) })
		expect(problemOf(answer).code, path).toBe('proxy.own_only')
	}
})

test('ending it for a child with nobody else gives its bookings back, and the child has left', async () => {
	const patientId = await addChild()
	const made = appointment.parse((await book(patientId)).json())
	expect((await call('PATCH', `/family/${patientId}`, { token, body: { relation: 'other' } })).status).toBe(204)
	expect((await call('DELETE', `/family/${patientId}`, { token })).status).toBe(204)
	const forClinic = appointment.parse((await call('GET', `/appointments/${made.id}`, { token: doctorToken })).json())
	expect(forClinic.status).toBe('cancelled')
	const [row] = await db.select().from(people).where(eq(people.id, patientId))
	expect(row?.leftAt).not.toBeNull()
	const told = { type: 'access.ended', personId: patientId, facilityId: null, at: expect.any(String) }
	await vi.waitFor(() => expect(events).toContainEqual(told))
	expect(problemOf(await call('GET', '/profile', as(patientId))).code).toBe('proxy.required')
	expect(problemOf(await call('DELETE', `/family/${patientId}`, { token })).code).toBe('not_found')
})

test('ending it for a child that another guardian has ends only this one', async () => {
	const patientId = await addChild()
	const mother = await makePatient(db, [], '髙橋 和子')
	await db.insert(proxies).values({ guardianId: mother.personId, patientId, relation: 'parent' })
	expect((await call('DELETE', `/family/${patientId}`, { token })).status).toBe(204)
	// Signaling cuts this guardian's calls for this child with it, and nothing else: as by the row, should it not hear.
	const { personId: guardianId } = ichiro
	const [row] = await db
		.select()
		.from(proxies)
		.where(and(eq(proxies.guardianId, guardianId), eq(proxies.patientId, patientId)))
	await vi.waitFor(() =>
		expect(events).toContainEqual({ type: 'proxy.ended', guardianId, patientId, at: row?.endedAt?.toISOString() }),
	)
	expect(events.filter((event) => event.type === 'access.ended' && event.personId === patientId)).toEqual([])
	const headers = { 'x-enshin-for': patientId }
	expect((await call('GET', '/profile', { token: await sessionFor(db, mother), headers })).status).toBe(200)
	expect(problemOf(await call('GET', '/profile', as(patientId))).code).toBe('proxy.required')
})

test('a family has an end, also for many added at once', async () => {
	const other = await makePatient(db, [], '大家 族')
	const many = await sessionFor(db, other)
	const answers = await Promise.all(
		Array.from({ length: familyAtMost + 3 }, () => call('POST', '/family', { token: many, body: child })),
	)
	expect(answers.filter(({ status }) => status === 201)).toHaveLength(familyAtMost)
	expect(new Set(answers.filter(({ status }) => status !== 201).map((answer) => problemOf(answer).code))).toEqual(
		new Set(['family.too_many']),
	)
})

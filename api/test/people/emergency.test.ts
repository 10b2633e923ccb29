import type { OpenedSession } from '@enshin/contracts/sign-in.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { assignments, facilities, notices } from '@enshin/db/schema/index.ts'
import { makePatient, makePractitioner } from '@enshin/db/testing.ts'
import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { endEmergency } from '../../src/settings/end-emergency.ts'
import { makeVisit, problemOf } from '../support.ts'
import { startPeopleApi } from './support.ts'

const { db, call, ok, refused, found, addMember, growStale, list, logged, emulators } = await startPeopleApi()

async function openIncident(facilityId: string | null) {
	const id = newId()
	const words = { titleJa: '障害', titleEn: 'incident', bodyJa: '障害です。', bodyEn: 'An incident.' }
	await db.insert(notices).values({ id, kind: 'incident', facilityId, ...words, startsAt: new Date() })
	return id
}
const close = (id: string) => db.update(notices).set({ closedAt: sql`now()` }).where(eq(notices.id, id))

async function sealedAccount() {
	const { facility, admin } = await found()
	// Its people need a second factor, and its passwords expire; what lies in the envelope has none, and does not.
	await db
		.update(facilities)
		.set({ secondFactor: 'required', passwordExpiryDays: 90 })
		.where(eq(facilities.id, facility.id))
	const made = (await ok('POST', '/settings/emergency-account', { token: admin.token })) as Envelope
	return { facility, admin, made }
}
type Envelope = { email: string; password: string }
const signIn = ({ email, password }: Envelope, slug: string) =>
	call('POST', '/sessions', { body: { email, password, facility: slug } })
const stateOf = async (token: string) =>
	((await ok('GET', '/settings', { token })) as { emergency: { state: string } | null }).emergency?.state

describe('the emergency account', () => {
	test('opens nothing while no incident is open, and answers as a wrong password does', async () => {
		const { facility, admin, made } = await sealedAccount()
		expect(await stateOf(admin.token)).toBe('ready')
		const answer = await signIn(made, facility.slug)
		expect(problemOf(answer).code).toBe('auth.failed')
		await openIncident((await found()).facility.id)
		expect((await signIn(made, facility.slug)).status).toBe(401)
		expect((await list(admin.token)).accounts).toHaveLength(1)
	})

	test('shows the day in an incident, and does nothing; its use is logged and mailed to the admins', async () => {
		const { facility, admin, made } = await sealedAccount()
		const doctor = await makePractitioner(db, facility)
		const patient = await makePatient(db, [facility], '患者 一子')
		const who = { facilityId: facility.id, practitionerId: doctor.practitionerId, patientId: patient.personId }
		const { appointmentId } = await makeVisit(db, who)
		await openIncident(facility.id)
		expect(await stateOf(admin.token)).toBe('open')
		const answer = await signIn(made, facility.slug)
		expect(answer.status).toBe(201)
		const { token, state } = answer.json() as OpenedSession
		expect(state).toBe('full')
		const startedAt = Date.now()
		await vi.waitFor(() => expect(emulators.mail?.caught.some(({ to }) => to.includes(admin.email))).toBe(true), 8_000)
		expect(Date.now() - startedAt).toBeLessThan(60_000)
		expect(await logged(facility.id)).toContainEqual(expect.objectContaining({ action: 'emergency.use' }))
		expect(JSON.stringify(await ok('GET', `/facilities/${facility.id}/day`, { token }))).toContain('患者 一子')
		for (const [method, path, body] of [
			['POST', `/appointments/${appointmentId}/cancel`, undefined],
			['GET', `/appointments/${appointmentId}`, undefined],
			['GET', '/accounts', undefined],
			['GET', '/settings', undefined],
		] as const) {
			expect([path, await refused(method, path, { token, body })]).toEqual([path, 'emergency.not_here'])
		}
	})

	test('ends with its incident, and its password with it: an admin makes a new one', async () => {
		const { facility, admin, made } = await sealedAccount()
		const incident = await openIncident(null)
		const { token } = (await signIn(made, facility.slug)).json() as OpenedSession
		await close(incident)
		expect((await call('GET', '/me', { token })).status).toBe(401)
		expect(await stateOf(admin.token)).toBe('spent')
		const next = await openIncident(facility.id)
		expect((await signIn(made, facility.slug)).status).toBe(401)
		expect((await call('GET', '/me', { token })).status).toBe(401)
		const anew = (await ok('POST', '/settings/emergency-account', { token: admin.token })) as Envelope
		expect(anew.password).not.toBe(made.password)
		expect((await signIn(anew, facility.slug)).status).toBe(201)

		await db.transaction((tx) => endEmergency(tx, facility.id))
		expect((await signIn(anew, facility.slug)).status).toBe(401)
		await close(next)
	})

	test('is one a facility, made by an admin who has just proved who they are', async () => {
		const { facility, admin } = await sealedAccount()
		await ok('POST', '/settings/emergency-account', { token: admin.token })
		const one = and(eq(assignments.facilityId, facility.id), eq(assignments.emergency, true))
		expect(await db.$count(assignments, one)).toBe(1)
		const path = '/settings/emergency-account'
		const member = await addMember(facility)
		expect(await refused('POST', path, { token: member.token })).toBe('auth.forbidden')
		await growStale(admin)
		expect(await refused('POST', path, { token: admin.token })).toBe('auth.step_up')
	})
})

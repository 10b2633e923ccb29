import type { AccountChange } from '@enshin/contracts/accounts.ts'
import type { DbEvent } from '@enshin/contracts/events.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { listen } from '@enshin/db/events.ts'
import { approvals, assignments, credentials, practitioners, sessions } from '@enshin/db/schema/index.ts'
import { makePatient, makePractitioner } from '@enshin/db/testing.ts'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { makeVisit, sessionFor } from '../support.ts'
import { proof, startPeopleApi } from './support.ts'

const { db, call, ok, refused, found, list, accountOf, addAdmin, addMember, growStale, logged, emulators, ownerUrl } =
	await startPeopleApi()

const events: DbEvent[] = []
const listening = await listen({ url: ownerUrl, name: 'test', onEvent: (event) => events.push(event) })
afterAll(listening.close)

const put = (token: string, assignmentId: Id, body: object) =>
	ok('PUT', `/accounts/${assignmentId}/role`, { token, body }) as Promise<AccountChange>
const decide = (token: string, id: Id, approve = true) =>
	call('POST', `/approvals/${id}/decision`, { token, body: { approve } })
const activeAdmins = (facilityId: Id) =>
	db.$count(
		assignments,
		and(
			eq(assignments.facilityId, facilityId),
			eq(assignments.status, 'active'),
			sql`${assignments.role} in ('doctor_admin', 'pharmacy_admin')`,
		),
	)

describe.each(['clinic', 'pharmacy'] as const)('the accounts of a %s', (kind) => {
	const [admin, member] =
		kind === 'clinic' ? (['doctor_admin', 'doctor'] as const) : (['pharmacy_admin', 'pharmacist'] as const)

	test('a role changes after step-up, within the kind of facility, and ends the person’s sessions', async () => {
		const { facility, admin: asker } = await found(kind)
		const person = await addMember(facility)
		const foreign = kind === 'clinic' ? 'pharmacist' : 'staff'
		const path = `/accounts/${person.assignmentId}/role`
		const wrong = { token: asker.token, body: { role: foreign } }
		expect(await refused('PUT', path, wrong)).toBe('account.role_not_here')
		await growStale(asker)
		expect(await refused('PUT', path, { token: asker.token, body: { role: admin } })).toBe('auth.step_up')
		expect((await call('GET', '/me', { token: person.token })).status).toBe(200)

		const fresh = await sessionFor(db, asker)
		const [opened] = await db.select().from(sessions).where(eq(sessions.assignmentId, person.assignmentId))
		expect(await put(fresh, person.assignmentId, { role: admin })).toEqual({ outcome: 'done' })
		expect((await call('GET', '/me', { token: person.token })).status).toBe(401)
		const told = { type: 'session.ended', sessionIds: [opened?.id], at: expect.any(String) }
		await vi.waitFor(() => expect(events).toContainEqual(told))
		expect(await accountOf(fresh, person.assignmentId)).toMatchObject({ role: admin })
		expect(await logged(facility.id)).toContainEqual({
			action: 'account.change',
			actorId: asker.personId,
			detail: expect.objectContaining({ assignmentId: person.assignmentId, before: member, after: admin }),
		})
		await vi.waitFor(() => expect(emulators.mail?.caught.some(({ to }) => to.includes(person.email))).toBe(true), 8_000)
	})

	test('the last admin cannot be removed, disabled or given another role', async () => {
		const { facility, admin: last } = await found(kind)
		const second = await addAdmin(facility)
		await ok('POST', `/accounts/${second.assignmentId}/disable`, { token: last.token })
		const { token } = last
		const path = `/accounts/${last.assignmentId}`
		const reason = '退職のため'
		expect(await refused('PUT', `${path}/role`, { token, body: { role: member, reason } })).toBe('account.last_admin')
		expect(await refused('POST', `${path}/remove`, { token, body: { reason } })).toBe('account.last_admin')
		expect(await refused('POST', `${path}/disable`, { token })).toBe('account.last_admin')
	})

	test('an admin goes when another one agrees, with a reason, and not by the asker’s own word', async () => {
		const { facility, admin: asker } = await found(kind)
		const [target, third] = [await addAdmin(facility, '対象 花子'), await addAdmin(facility)]
		const path = `/accounts/${target.assignmentId}`
		const { token } = asker
		expect(await refused('POST', `${path}/remove`, { token, body: {} })).toBe('account.reason_needed')
		const body = { reason: '退職のため' }
		expect(await ok('POST', `${path}/remove`, { token, body })).toEqual({ outcome: 'asked' })
		expect(await refused('POST', `${path}/remove`, { token, body })).toBe('approval.waits')
		expect(await refused('PUT', `${path}/role`, { token, body: { ...body, role: member } })).toBe('approval.waits')
		expect((await call('GET', '/me', { token: target.token })).status).toBe(200)

		const [approval] = (await list(third.token)).approvals
		expect(approval).toMatchObject({ kind: 'remove_admin', personName: '対象 花子', reason: '退職のため', mine: false })
		const id = approval?.id ?? ''
		expect((await list(token)).approvals).toMatchObject([{ id, mine: true }])
		expect((await decide(token, id)).status).toBe(403)
		expect((await decide(third.token, id)).status).toBe(204)
		expect((await call('GET', '/me', { token: target.token })).status).toBe(401)
		expect(await accountOf(token, target.assignmentId)).toMatchObject({ status: 'removed', email: null })
		expect((await decide(third.token, id)).status).toBe(409)
		const actions = (await logged(facility.id)).map(({ action }) => action)
		expect(actions).toEqual(expect.arrayContaining(['approval.request', 'approval.decide']))
		expect(actions).not.toContain('account.remove')
	})

	test('an admin becomes something else the same way; refused or withdrawn, nothing changes', async () => {
		const { facility, admin: asker } = await found(kind)
		const target = await addAdmin(facility)
		const ask = () => put(asker.token, target.assignmentId, { role: member, reason: '異動' })
		const waiting = async () => (await list(asker.token)).approvals[0]?.id ?? ''
		expect(await ask()).toEqual({ outcome: 'asked' })
		expect((await decide(target.token, await waiting(), false)).status).toBe(204)
		await ask()
		await ok('DELETE', `/approvals/${await waiting()}`, { token: asker.token })
		expect((await list(asker.token)).approvals).toEqual([])
		expect(await accountOf(asker.token, target.assignmentId)).toMatchObject({ role: admin })
		await ask()
		expect((await decide(target.token, await waiting())).status).toBe(204)
		expect(await accountOf(asker.token, target.assignmentId)).toMatchObject({ role: member })
	})
})

describe('two admins at once', () => {
	test('who agree to each other’s removal leave one of them', async () => {
		for (let round = 0; round < 6; round += 1) {
			const { facility, admin: one } = await found()
			const other = await addAdmin(facility)
			await ok('POST', `/accounts/${other.assignmentId}/remove`, { token: one.token, body: { reason: '甲' } })
			await ok('POST', `/accounts/${one.assignmentId}/remove`, { token: other.token, body: { reason: '乙' } })
			const waiting = (await list(one.token)).approvals
			const byOther = waiting.find(({ mine }) => !mine)?.id ?? ''
			const byOne = waiting.find(({ mine }) => mine)?.id ?? ''
			const answers = await Promise.all([decide(one.token, byOther), decide(other.token, byOne)])
			expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
			expect(await activeAdmins(facility.id)).toBe(1)
		}
	})

	test('who disable each other leave one of them', async () => {
		for (let round = 0; round < 6; round += 1) {
			const { facility, admin: one } = await found()
			const other = await addAdmin(facility)
			const answers = await Promise.all([
				call('POST', `/accounts/${other.assignmentId}/disable`, { token: one.token }),
				call('POST', `/accounts/${one.assignmentId}/disable`, { token: other.token }),
			])
			expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
			expect(await activeAdmins(facility.id)).toBe(1)
		}
	})
})

describe('what was asked', () => {
	test('expires after seven days, and does not count when its asker is no admin any more', async () => {
		const { facility, admin: asker } = await found()
		const [target, third] = [await addAdmin(facility), await addAdmin(facility)]
		const ask = async () => {
			await ok('POST', `/accounts/${target.assignmentId}/remove`, { token: asker.token, body: { reason: '退職' } })
			return (await list(third.token)).approvals[0]
		}
		const first = await ask()
		const days = (Date.parse(first?.expiresAt ?? '') - Date.now()) / 86_400_000
		expect(days).toBeGreaterThan(6.9)
		expect(days).toBeLessThanOrEqual(7)
		await db
			.update(approvals)
			.set({ expiresAt: sql`now()` })
			.where(eq(approvals.id, first?.id ?? ''))
		expect((await decide(third.token, first?.id ?? '')).status).toBe(409)

		const second = await ask()
		await ok('POST', `/accounts/${asker.assignmentId}/disable`, { token: third.token })
		expect((await decide(third.token, second?.id ?? '')).status).toBe(409)
		expect(await accountOf(third.token, target.assignmentId)).toMatchObject({ status: 'active' })
	})
})

describe('disabling', () => {
	test('ends sessions at once, tells signaling, and closes the door until it is enabled again', async () => {
		const { facility, admin } = await found()
		const person = await addMember(facility)
		const path = `/accounts/${person.assignmentId}`
		const from = events.length
		await ok('POST', `${path}/disable`, { token: admin.token })
		expect((await call('GET', '/me', { token: person.token })).status).toBe(401)
		expect(await db.$count(sessions, eq(sessions.assignmentId, person.assignmentId))).toBe(0)
		await vi.waitFor(() =>
			expect(events.slice(from)).toContainEqual({
				type: 'access.ended',
				personId: person.personId,
				facilityId: facility.id,
				at: expect.any(String),
			}),
		)
		const [row] = await db.select().from(assignments).where(eq(assignments.id, person.assignmentId))
		expect(row?.accessEndedAt).toBeInstanceOf(Date)
		await ok('POST', `${path}/identity`, { token: admin.token, body: proof })
		await ok('POST', `${path}/enable`, { token: admin.token })
		expect((await call('GET', '/me', { token: await sessionFor(db, person) })).status).toBe(200)
	})

	test('is not done to oneself, nor to people elsewhere', async () => {
		const { facility, admin } = await found()
		await addAdmin(facility)
		expect(await refused('POST', `/accounts/${admin.assignmentId}/disable`, { token: admin.token })).toBe(
			'account.not_self',
		)
		const stranger = await found()
		const { token } = stranger.admin
		const target = `/accounts/${admin.assignmentId}`
		for (const [method, path, body] of [
			['POST', `${target}/disable`, undefined],
			['POST', `${target}/enable`, undefined],
			['POST', `${target}/remove`, { reason: 'x' }],
			['PUT', `${target}/role`, { role: 'staff', reason: 'x' }],
			['POST', `${target}/identity`, proof],
			['PUT', `${target}/practitioner`, { title: '内科' }],
			['DELETE', `${target}/practitioner`, undefined],
		] as const) {
			expect([path, await refused(method, path, { token, body })]).toEqual([path, 'not_found'])
		}
		expect((await list(token)).accounts).toHaveLength(1)
		expect((await call('GET', '/me', { token: admin.token })).status).toBe(200)
	})
})

describe('removing', () => {
	test('deletes what they signed in with and takes them out of 予約枠; their past visits keep their name', async () => {
		const { facility, admin } = await found()
		const doctor = await makePractitioner(db, facility)
		const patient = await makePatient(db, [facility])
		const who = { facilityId: facility.id, practitionerId: doctor.practitionerId, patientId: patient.personId }
		const { appointmentId } = await makeVisit(db, who)
		expect(await ok('POST', `/accounts/${doctor.assignmentId}/remove`, { token: admin.token, body: {} })).toEqual({
			outcome: 'done',
		})
		expect(await db.$count(credentials, eq(credentials.personId, doctor.personId))).toBe(0)
		const [row] = await db.select().from(practitioners).where(eq(practitioners.id, doctor.practitionerId))
		expect(row?.withdrawnAt).toBeInstanceOf(Date)
		const answer = await ok('GET', `/appointments/${appointmentId}`, { token: admin.token })
		expect(answer).toMatchObject({ practitioner: { name: doctor.name } })
		const path = `/accounts/${doctor.assignmentId}/enable`
		expect(await refused('POST', path, { token: admin.token })).toBe('account.removed')
		const startsAt = new Date(Math.ceil((Date.now() + 86_400_000) / 900_000) * 900_000).toISOString()
		const body = { practitionerId: doctor.practitionerId, startsAt }
		const booking = { token: await sessionFor(db, patient), body, headers: { 'idempotency-key': crypto.randomUUID() } }
		expect(await refused('POST', '/appointments', booking)).toBe('appointment.not_a_slot')
	})
})

describe('予約枠', () => {
	test('has whom an admin puts there, who holds visits, until they are withdrawn', async () => {
		const { facility, admin } = await found('pharmacy')
		const person = await addMember(facility)
		const path = `/accounts/${person.assignmentId}/practitioner`
		const { token } = admin
		const bookable = async () => (await accountOf(token, person.assignmentId)).practitioner
		expect(await bookable()).toBeNull()
		await ok('PUT', path, { token, body: { title: '薬剤師' } })
		expect(await bookable()).toMatchObject({ title: '薬剤師', withdrawn: false })
		await ok('DELETE', path, { token })
		expect(await bookable()).toMatchObject({ withdrawn: true })
		await ok('PUT', path, { token, body: { title: '管理薬剤師' } })
		expect(await bookable()).toMatchObject({ title: '管理薬剤師', withdrawn: false })
	})

	test('is not for reception, and loses whoever becomes it', async () => {
		const { facility, admin } = await found()
		const doctor = await makePractitioner(db, facility)
		await put(admin.token, doctor.assignmentId, { role: 'staff' })
		expect(await accountOf(admin.token, doctor.assignmentId)).toMatchObject({ practitioner: { withdrawn: true } })
		const path = `/accounts/${doctor.assignmentId}/practitioner`
		expect(await refused('PUT', path, { token: admin.token, body: { title: '内科' } })).toBe('account.not_bookable')
	})
})

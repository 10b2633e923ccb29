import { joinPermission } from '@enshin/contracts/api.ts'
import {
	joinTokenAlgorithm,
	joinTokenAudience,
	joinTokenClaims,
	joinTokenIssuer,
	joinTokenLifeS,
} from '@enshin/contracts/join-token.ts'
import { renewLease } from '@enshin/db/nodes.ts'
import {
	appointments,
	assignments,
	calls,
	credentials,
	facilities,
	placements,
	practitioners,
} from '@enshin/db/schema/index.ts'
import { demoAccounts } from '@enshin/db/seed/demo-accounts.ts'
import { seed } from '@enshin/db/seed.ts'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { jwtVerify } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Answer, fallbackSignalingUrl, makeVisit, problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db, ownerUrl, vault, publicKey } = await startTestApi()
await seed(ownerUrl, vault)

const tenants = [null, ...(await db.select({ id: facilities.id }).from(facilities)).map(({ id }) => id)]

async function assignmentOf(email: string) {
	const indices = tenants.map((tenant) => vault.index('email', tenant, email))
	const [found] = await db
		.select({
			assignmentId: assignments.id,
			personId: assignments.personId,
			facilityId: assignments.facilityId,
			practitionerId: practitioners.id,
		})
		.from(credentials)
		.innerJoin(
			assignments,
			and(
				eq(assignments.personId, credentials.personId),
				sql`${assignments.facilityId} is not distinct from ${credentials.facilityId}`,
			),
		)
		.leftJoin(practitioners, eq(practitioners.personId, assignments.personId))
		.where(inArray(credentials.emailIndex, indices))
	if (!found) throw new Error(`the demo has no ${email}`)
	return found
}

/** A visit a month from now, clear of the demo's own. */
let lastVisit = 0
async function visitOf(patientEmail: string, practitionerEmail: string) {
	const [patient, practitioner] = [await assignmentOf(patientEmail), await assignmentOf(practitionerEmail)]
	const { facilityId, practitionerId } = practitioner
	if (!facilityId || !practitionerId) throw new Error(`${practitionerEmail} cannot be booked`)
	lastVisit += 1
	const inMinutes = 30 * 24 * 60 + lastVisit * 20
	const kind = practitionerEmail.startsWith('pharmacist') ? 'guidance' : 'consultation'
	return makeVisit(db, { facilityId, practitionerId, patientId: patient.personId, inMinutes, kind })
}

async function tokenFor(email: string) {
	return sessionFor(db, await assignmentOf(email))
}
async function ask(email: string, callId: string) {
	return call('POST', `/calls/${callId}/join-token`, { token: await tokenFor(email), body: {} })
}
async function claimsOf(answer: Answer) {
	expect(answer.status).toBe(200)
	const { token, expiresAt } = joinPermission.parse(answer.json())
	const { payload } = await jwtVerify(token, publicKey, {
		issuer: joinTokenIssuer,
		audience: joinTokenAudience,
		algorithms: [joinTokenAlgorithm],
	})
	const claims = joinTokenClaims.parse(payload)
	expect(Date.parse(expiresAt)).toBe(claims.exp * 1000)
	return claims
}
async function callClaimsOf(answer: Answer) {
	const claims = await claimsOf(answer)
	if (claims.scope !== 'call') throw new Error('not for a call')
	return claims
}

const visits = [
	{
		name: 'a consultation at sakura',
		visit: await visitOf('hanako@patient.example', 'doctor@sakura.example'),
		hosts: ['doctor@sakura.example', 'admin@sakura.example'],
		guest: 'hanako@patient.example',
	},
	{
		name: "the admin's own consultation at minato",
		visit: await visitOf('hanako@patient.example', 'admin@minato.example'),
		hosts: ['admin@minato.example'],
		guest: 'hanako@patient.example',
	},
	{
		name: 'a guidance at aoba',
		visit: await visitOf('taro@patient.example', 'pharmacist@aoba.example'),
		hosts: ['pharmacist@aoba.example', 'admin@aoba.example'],
		guest: 'taro@patient.example',
	},
]

describe.each(visits)('$name', ({ visit, hosts, guest }) => {
	test.each(demoAccounts.map(({ email, role }) => ({ email, role })))('as $email, $role', async ({ email }) => {
		const answer = await ask(email, visit.callId)
		const expected = hosts.includes(email) ? 'host' : email === guest ? 'guest' : null
		if (!expected) return expect(problemOf(answer).code).toBe('not_found')
		expect(await claimsOf(answer)).toMatchObject({ scope: 'call', role: expected, callId: visit.callId })
	})
})

test('the token says who, into which call, and lives a minute', async () => {
	const { visit } = visits[0] ?? {}
	if (!visit) return expect.unreachable()
	const hanako = await assignmentOf('hanako@patient.example')
	const doctor = await assignmentOf('doctor@sakura.example')
	const claims = await callClaimsOf(await ask('hanako@patient.example', visit.callId))
	expect(claims).toMatchObject({
		sub: hanako.personId,
		name: '髙橋 花子',
		facilityId: doctor.facilityId,
		practitionerId: doctor.practitionerId,
		kind: 'consultation',
		locale: 'ja',
		recorded: { state: 'waiting', liveSince: null },
		sfuNode: null,
	})
	expect(claims.exp - claims.iat).toBe(joinTokenLifeS)
})

test('one person is one peer at every join, two people are two, and no two tokens are the same', async () => {
	const { visit } = visits[0] ?? {}
	if (!visit) return expect.unreachable()
	const first = await callClaimsOf(await ask('hanako@patient.example', visit.callId))
	const again = await callClaimsOf(await ask('hanako@patient.example', visit.callId))
	const doctor = await callClaimsOf(await ask('doctor@sakura.example', visit.callId))
	expect(again.peerId).toBe(first.peerId)
	expect(again.jti).not.toBe(first.jti)
	expect(doctor.peerId).not.toBe(first.peerId)
})

test('a call that was live says so, for a signaling process that does not know it', async () => {
	const visit = await visitOf('hanako@patient.example', 'doctor@sakura.example')
	const liveSince = new Date('2026-11-22T01:00:00.000Z')
	await db.update(calls).set({ state: 'interrupted', liveSince }).where(eq(calls.id, visit.callId))
	expect((await callClaimsOf(await ask('hanako@patient.example', visit.callId))).recorded).toEqual({
		state: 'interrupted',
		liveSince: liveSince.toISOString(),
	})
})

test('nobody gets into a call that is over, or whose appointment was cancelled', async () => {
	const ended = await visitOf('hanako@patient.example', 'doctor@sakura.example')
	await db
		.update(calls)
		.set({ state: 'ended', endedAt: new Date(), endReason: 'completed' })
		.where(eq(calls.id, ended.callId))
	const cancelled = await visitOf('hanako@patient.example', 'doctor@sakura.example')
	await db.update(appointments).set({ status: 'cancelled' }).where(eq(appointments.id, cancelled.appointmentId))
	for (const { callId } of [ended, cancelled]) {
		for (const email of ['hanako@patient.example', 'doctor@sakura.example']) {
			expect(problemOf(await ask(email, callId)).code).toBe('call.ended')
		}
		expect(problemOf(await ask('taro@patient.example', callId)).code).toBe('not_found')
	}
})

test('a call that is not there is not found', async () => {
	const answer = await ask('doctor@sakura.example', '0195d0a0-0000-7000-8000-000000000009')
	expect(problemOf(answer).code).toBe('not_found')
})

test.each(demoAccounts.map(({ email, role }) => ({ email, role })))(
	'watching presence as $email, $role',
	async (who) => {
		const { facilityId } = await assignmentOf(who.email)
		const answer = await call('POST', '/watch-token', { token: await tokenFor(who.email), body: {} })
		if (who.role === 'patient') return expect(problemOf(answer).code).toBe('auth.forbidden')
		expect(await claimsOf(answer)).toMatchObject({ scope: 'watch', facilityId })
	},
)

describe('where to', () => {
	beforeEach(async () => {
		await db.execute(sql`delete from nodes`)
		await db.execute(sql`delete from placements`)
	})
	const lease = (id: string, kind: 'signaling' | 'sfu', load: number, ttlMs = 60_000, draining = false) =>
		renewLease(db, { id, kind, url: `ws://${id}.example:1`, capacity: 100, load, draining }, ttlMs)
	const urlFor = async (email: string, callId: string) =>
		joinPermission.parse((await ask(email, callId)).json()).signalingUrl
	const watchUrl = async () => {
		const token = await tokenFor('staff@sakura.example')
		return joinPermission.parse((await call('POST', '/watch-token', { token, body: {} })).json()).signalingUrl
	}

	test('without a live signaling node the configured address is told', async () => {
		const { callId } = await visitOf('hanako@patient.example', 'doctor@sakura.example')
		await lease('gone', 'signaling', 0, -1)
		expect(await urlFor('hanako@patient.example', callId)).toBe(fallbackSignalingUrl)
		expect(await watchUrl()).toBe(fallbackSignalingUrl)
	})

	test('both sides are sent to one node, and stay there while it drains', async () => {
		const { callId } = await visitOf('hanako@patient.example', 'doctor@sakura.example')
		await lease('busy', 'signaling', 90)
		await lease('idle', 'signaling', 10)
		expect(await urlFor('hanako@patient.example', callId)).toBe('ws://idle.example:1')
		await lease('idle', 'signaling', 99, 60_000, true)
		expect(await urlFor('doctor@sakura.example', callId)).toBe('ws://idle.example:1')
		expect(await watchUrl()).toBe('ws://busy.example:1')
	})

	test('a token is for the node that its holder is sent to, and for any where none is known', async () => {
		const { callId } = await visitOf('hanako@patient.example', 'doctor@sakura.example')
		const nodesOf = async () => {
			const watching = await call('POST', '/watch-token', { token: await tokenFor('staff@sakura.example'), body: {} })
			const joining = await ask('hanako@patient.example', callId)
			return [(await claimsOf(joining)).node, (await claimsOf(watching)).node]
		}
		expect(await nodesOf()).toEqual([undefined, undefined])
		await lease('only', 'signaling', 10)
		expect(await nodesOf()).toEqual(['only', 'only'])
	})

	test('the sfu node that carries the media is told, a dead one is not', async () => {
		const { callId } = await visitOf('hanako@patient.example', 'doctor@sakura.example')
		await db.insert(placements).values({ callId, kind: 'sfu', nodeId: 'sfu-7' })
		await lease('sfu-7', 'sfu', 1)
		expect(await callClaimsOf(await ask('hanako@patient.example', callId))).toMatchObject({ sfuNode: 'sfu-7' })
		await lease('sfu-7', 'sfu', 1, -1)
		expect(await callClaimsOf(await ask('hanako@patient.example', callId))).toMatchObject({ sfuNode: null })
	})
})

import { may } from '@enshin/contracts/access.ts'
import { type Role, role as roles } from '@enshin/contracts/ids.ts'
import { accessLog, appointments, memberships } from '@enshin/db/schema/index.ts'
import type { TestPerson } from '@enshin/db/testing.ts'
import { and, count, eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { asRole, layOut, type Tenant } from './matrix/ground.ts'
import { makeIn } from './matrix/make.ts'
import { type RouteRule, routeRules } from './matrix/route-rules.ts'
import { problemOf, sessionFor, startTestApi } from './support.ts'

// Q17.3: whatever shows or changes a patient's data leaves exactly one entry that names the patient; what is refused
// leaves none. Held for every route there is, also for those that are yet to come: whether a patient was shown is read off
// the answer itself, and what changes something without showing it is named below.
const { call, db } = await startTestApi()
const make = makeIn(db, call)
const ground = await layOut(db)

/** One's own name and address in one's own account: they tell no more than who is signed in. */
const tellsWhoIsSignedIn = ({ action }: RouteRule) => action === 'account.own'

/** Changes of a patient's data whose answer may show nothing of it. */
const changes = [
	'POST /appointments',
	'PATCH /appointments/:id',
	'POST /appointments/:id/cancel',
	'POST /memberships',
	'POST /memberships/:id/approve',
	'POST /memberships/:id/refuse',
	'PATCH /facilities/:facilityId/patients/:patientId/labels',
	'PATCH /profile',
	'POST /profile/leave',
	'POST /family',
	'PATCH /family/:patientId',
	'DELETE /family/:patientId',
]

type Row = { seq: number; action: string; subjects: string[] }
async function newRows(work: () => Promise<unknown>): Promise<Row[]> {
	const before = new Map<string, number>()
	const heads = sql<number>`max(${accessLog.seq})::float8`
	for (const { chain, seq } of await db
		.select({ chain: accessLog.chainId, seq: heads })
		.from(accessLog)
		.groupBy(accessLog.chainId))
		before.set(chain, seq)
	await work()
	const { chainId, seq, action, subjects } = accessLog
	const rows = await db.select({ chainId, seq, action, subjects }).from(accessLog)
	return rows.filter((row) => row.seq > (before.get(row.chainId) ?? 0)).map(({ chainId: _, ...row }) => row)
}

async function ask(route: string, rule: RouteRule, person: TestPerson, tenant: Tenant) {
	const { params = {}, query = {}, body, headers } = await rule.request({ tenant, make, asker: person })
	const [method = '', path = ''] = route.split(' ')
	const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? `no-${name}`))
	const search = Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : ''
	const token = await sessionFor(db, person)
	return async () => await call(method, `${filled}${search}`, { token, body, ...(headers && { headers }) })
}

/** One who may for each side of it: the patient's and a facility's are different code as often as not. */
const askers = (rule: RouteRule): Role[] => {
	const allowed = roles.options.filter((role) => may(role, rule.action) && role !== 'ops')
	const facilitySide =
		allowed.find((role) => role !== 'patient' && role.endsWith('_admin')) ?? allowed.find((role) => role !== 'patient')
	return [
		...new Set([...(allowed.includes('patient') ? ['patient' as const] : []), ...(facilitySide ? [facilitySide] : [])]),
	]
}

describe.each(Object.entries(routeRules))('%s', (route, rule) => {
	test.each(askers(rule))('as %s', async (role) => {
		const { own, other, person } = asRole(rule.ruins ? await layOut(db) : ground, role)
		const send = await ask(route, rule, person, own)
		let answer = ''
		let done = false
		const rows = await newRows(async () => {
			const got = await send()
			done = got.status < 300
			answer = got.text
		})
		const about = rows.filter(({ subjects }) => subjects.length > 0)
		if (done) {
			const { personId, name } = own.patient
			const shown = (answer.includes(personId) || answer.includes(name)) && !tellsWhoIsSignedIn(rule)
			if (shown || changes.includes(route)) expect(about, answer.slice(0, 300)).toHaveLength(1)
			if (shown) expect(about[0]?.subjects, answer.slice(0, 300)).toContain(personId)
			expect(about.length, 'no more than one entry a request').toBeLessThanOrEqual(1)
		} else expect(about, 'a refused request leaves nothing').toEqual([])

		if (rule.ownOnly) return
		const sendElsewhere = await ask(route, rule, person, other)
		const refused = await newRows(async () => {
			expect((await sendElsewhere()).status).toBeGreaterThanOrEqual(400)
		})
		expect(
			refused.filter(({ subjects }) => subjects.length > 0),
			'a refused request leaves nothing',
		).toEqual([])
	})
})

test('where the entry cannot be written, nothing is read and nothing is changed', async () => {
	const { facility, patient, people, visit } = ground.clinic
	const admin = people.doctor_admin as TestPerson
	const { appointmentId } = await visit()
	const token = await sessionFor(db, admin)
	const pending = await make.pendingMembership(ground.clinic)
	const state = async () => ({
		booked: await db.select({ n: count() }).from(appointments).where(eq(appointments.facilityId, facility.id)),
		visit: await db
			.select({ status: appointments.status })
			.from(appointments)
			.where(eq(appointments.id, appointmentId)),
		membership: await db
			.select({ status: memberships.status })
			.from(memberships)
			.where(and(eq(memberships.id, pending))),
	})
	const before = await state()
	await db.execute(sql`revoke execute on function append_access_log from enshin_app`)
	try {
		const rule = routeRules['POST /appointments'] as RouteRule
		const book = await ask('POST /appointments', rule, admin, ground.clinic)
		const answers = [
			await call('GET', `/appointments/${appointmentId}`, { token }),
			await call('GET', `/facilities/${facility.id}/day`, { token }),
			await call('GET', `/access-log`, { token }),
			await call('GET', `/access-log/export`, { token }),
			await call('POST', `/appointments/${appointmentId}/cancel`, { token, body: {} }),
			await call('POST', `/memberships/${pending}/approve`, { token, body: {} }),
			await book(),
		]
		for (const answer of answers) {
			expect(problemOf(answer).status).toBe(500)
			expect(answer.text).not.toContain(patient.name)
		}
	} finally {
		await db.execute(sql`grant execute on function append_access_log to enshin_app`)
	}
	expect(await state()).toEqual(before)
	expect((await call('GET', `/appointments/${appointmentId}`, { token })).status).toBe(200)
})

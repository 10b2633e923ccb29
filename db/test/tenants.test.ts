import { randomUUID } from 'node:crypto'
import { is, sql } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../src/client.ts'
import * as schema from '../src/schema/index.ts'
import type { Scope } from '../src/scope.ts'
import { seed } from '../src/seed.ts'
import { makeOperator, openTestDatabase } from '../src/testing.ts'
import { layOutTrust } from './support/lay-out-trust.ts'

// What the database itself shows: the demo of four facilities, with rows in every table, looked at as the app's role.
// For each table it says which rows belong to a facility and to a person, and what is seen must be exactly those.
const { db, url, vault, app } = await openTestDatabase()
const tables = (Object.values(schema) as unknown[]).filter((value) => is(value, PgTable))
const names = tables.map((table) => getTableConfig(table).name).toSorted()

/** Rows of a table `t` that a facility's people see, and that a patient sees, by `$f` and `$p`. */
type Sight = { facility: string; patient: string }
const none = 'false'
const ofCredential = 'exists (select from credentials c where c.id = t.credential_id and'
const ofPractitioner = 'exists (select from practitioners p where p.id = t.practitioner_id and'
const sights: Record<string, Sight> = {
	facilities: { facility: 'true', patient: 'true' },
	notices: { facility: 'true', patient: 'true' },
	people: {
		facility: `exists (select from memberships m where m.patient_id = t.id and m.facility_id = $f)
			or exists (select from assignments a where a.person_id = t.id and a.facility_id = $f)
			or exists (select from proxies x join memberships m on m.patient_id = x.patient_id
				where x.guardian_id = t.id and m.facility_id = $f)
			or exists (select from break_glass b where b.operator_id = t.id and b.facility_id = $f)`,
		patient: `t.id = $p or exists (select from practitioners p where p.person_id = t.id)
			or exists (select from proxies x where x.ended_at is null
				and ((x.guardian_id = $p and x.patient_id = t.id) or (x.patient_id = $p and x.guardian_id = t.id)))`,
	},
	assignments: { facility: 't.facility_id = $f', patient: 't.person_id = $p' },
	credentials: { facility: 't.facility_id = $f', patient: 't.person_id = $p' },
	sessions: {
		facility: 'exists (select from assignments a where a.id = t.assignment_id and a.facility_id = $f)',
		patient: 'exists (select from assignments a where a.id = t.assignment_id and a.person_id = $p)',
	},
	factors: { facility: `${ofCredential} c.facility_id = $f)`, patient: `${ofCredential} c.person_id = $p)` },
	recovery_codes: { facility: `${ofCredential} c.facility_id = $f)`, patient: `${ofCredential} c.person_id = $p)` },
	password_history: { facility: none, patient: `${ofCredential} c.person_id = $p)` },
	known_browsers: { facility: none, patient: `${ofCredential} c.person_id = $p)` },
	challenges: { facility: none, patient: `${ofCredential} c.person_id = $p)` },
	links: { facility: 't.facility_id = $f', patient: none },
	devices: { facility: 't.facility_id = $f', patient: none },
	ip_rules: { facility: 't.facility_id = $f', patient: none },
	approvals: { facility: 't.facility_id = $f', patient: none },
	disposals: { facility: 't.facility_id = $f', patient: 't.subject_id = $p' },
	identity_proofs: { facility: 't.facility_id = $f', patient: none },
	practitioners: { facility: 't.facility_id = $f', patient: 'true' },
	schedules: { facility: `${ofPractitioner} p.facility_id = $f)`, patient: 'true' },
	weekly_hours: { facility: `${ofPractitioner} p.facility_id = $f)`, patient: 'true' },
	days_off: { facility: `${ofPractitioner} p.facility_id = $f)`, patient: 'true' },
	memberships: { facility: 't.facility_id = $f', patient: 't.patient_id = $p' },
	labels: { facility: 't.facility_id = $f', patient: none },
	membership_labels: { facility: 't.facility_id = $f', patient: none },
	search_tokens: { facility: 't.facility_id = $f', patient: 't.patient_id = $p' },
	proxies: {
		facility: 'exists (select from memberships m where m.patient_id = t.patient_id and m.facility_id = $f)',
		patient: 't.guardian_id = $p or t.patient_id = $p',
	},
	appointments: { facility: 't.facility_id = $f', patient: 't.patient_id = $p' },
	idempotency_keys: { facility: none, patient: 't.person_id = $p' },
	calls: {
		facility: 'exists (select from appointments a where a.id = t.appointment_id and a.facility_id = $f)',
		patient: 'exists (select from appointments a where a.id = t.appointment_id and a.patient_id = $p)',
	},
	call_events: {
		facility: `exists (select from calls c join appointments a on a.id = c.appointment_id
			where c.id = t.call_id and a.facility_id = $f)`,
		patient: `exists (select from calls c join appointments a on a.id = c.appointment_id
			where c.id = t.call_id and a.patient_id = $p)`,
	},
	access_log: { facility: 't.chain_id = $f', patient: 't.chain_id = $p' },
	break_glass: { facility: 't.facility_id = $f', patient: none },
	outbox: { facility: none, patient: none },
	load_test_consents: { facility: none, patient: none },
	load_test_pairs: { facility: none, patient: none },
}

/** Tables without policies, each with why. A new line here is a decision. */
const withoutPolicies: Record<string, string> = {
	nodes: 'names no person: what carries calls',
	placements: 'names no person: where a call is carried',
	rate_limits: 'hashed keys of attempts',
	data_keys: 'keys wrapped by the master key, which the database never has; whose they are, ids say',
	access_log_heads: 'not granted at all: the log grows through its function',
}

const facilityIds = new Map<string, string>()
const patientIds: string[] = []

beforeAll(async () => {
	await seed(url, vault)
	const operator = await makeOperator(db)
	for (const row of await db
		.select({ id: schema.facilities.id, slug: schema.facilities.slug })
		.from(schema.facilities)) {
		facilityIds.set(row.slug, row.id)
	}
	const patients = await db.execute<{ id: string }>(
		sql`select id from people where patient_number is not null order by id`,
	)
	patientIds.push(...patients.slice(0, 4).map(({ id }) => id))
	await layOutTrust(db, vault, { facilityIds: [...facilityIds.values()], patientIds, operatorId: operator.personId })
})

async function ctids(of: Db, table: string, where = 'true'): Promise<Set<string>> {
	const rows = await of.execute<{ at: string }>(sql.raw(`select t.ctid::text as at from ${table} t where ${where}`))
	return new Set(rows.map(({ at }) => at))
}

test('every table has its policy, or a reason to have none', async () => {
	expect(names).toEqual([...Object.keys(sights), ...Object.keys(withoutPolicies)].toSorted())
	const secured = await db.execute<{ name: string }>(
		sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity`,
	)
	const unsecured = names.filter((name) => !secured.some((row) => row.name === name))
	expect(unsecured).toEqual(
		Object.keys(withoutPolicies)
			.filter((name) => name !== 'access_log_heads')
			.toSorted(),
	)
})

test('the services’ roles own nothing, are no superusers and pass by no policy', async () => {
	const roles = await db.execute(sql`
		select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
			(select count(*)::int from pg_class where relowner = r.oid) as owned
		from pg_roles r where rolname like 'enshin\\_%' order by rolname`)
	const powerless = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0 }
	expect([...roles]).toEqual([
		{ rolname: 'enshin_app', ...powerless },
		{ rolname: 'enshin_signaling', ...powerless },
	])
})

describe.each(Object.entries(sights))('%s', (table, sight) => {
	test('there are rows of two facilities or people, so that something could leak', async () => {
		expect((await ctids(db, table)).size).toBeGreaterThanOrEqual(2)
	})

	test('a facility sees its own, and nothing of the others', async () => {
		for (const facilityId of facilityIds.values()) {
			const own = await ctids(db, table, sight.facility.replaceAll('$f', `'${facilityId}'`))
			const scopes: Scope[] = [
				{ kind: 'service', facilityId },
				// Nobody's own rows: only what comes with the facility.
				{ kind: 'actor', facilityId, personId: randomUUID() },
			]
			for (const scope of scopes) {
				if (scope.kind === 'service' && (table === 'outbox' || table === 'disposals')) continue
				expect(await ctids(app.scoped(scope), table), JSON.stringify(scope)).toEqual(own)
			}
		}
	})

	test('a patient sees their own, and nothing of the others', async () => {
		for (const personId of patientIds) {
			const own = await ctids(db, table, sight.patient.replaceAll('$p', `'${personId}'`))
			expect(await ctids(app.scoped({ kind: 'actor', facilityId: null, personId }), table)).toEqual(own)
		}
	})

	test('nobody changes or removes what they do not see', async () => {
		const stranger: Scope[] = [
			{ kind: 'actor', facilityId: randomUUID(), personId: randomUUID() },
			{ kind: 'actor', facilityId: null, personId: randomUUID() },
		]
		const [column] = getTableConfig(tables.find((one) => getTableConfig(one).name === table) as PgTable).columns
		for (const scope of stranger) {
			for (const change of [`delete from ${table}`, `update ${table} set "${column?.name}" = "${column?.name}"`]) {
				const changed = await app
					.scoped(scope)
					.execute(sql.raw(change))
					.then((result) => result.count)
					.catch((error) => error.cause?.code)
				expect([0, '42501'], `${change} changed ${changed}`).toContain(changed)
			}
		}
	})
})

describe('without a scope', () => {
	test.each(Object.keys(sights).filter((table) => !['facilities', 'notices'].includes(table)))(
		'%s shows nothing',
		async (table) => {
			// A scope of no kind: as if somebody had forgotten it.
			const bare = app.scoped({ kind: '' } as unknown as Scope)
			expect((await ctids(bare, table)).size).toBe(0)
		},
	)
})

describe('the machinery of signing in', () => {
	test.each(['memberships', 'appointments', 'calls', 'call_events', 'labels', 'membership_labels', 'search_tokens'])(
		'does not see %s',
		async (table) => {
			expect((await ctids(app.scoped({ kind: 'auth' }), table)).size).toBe(0)
		},
	)
})

test('a scope ends with its transaction', async () => {
	const [facilityId = ''] = facilityIds.values()
	await Promise.all(
		Array.from({ length: 20 }, async () => {
			await app.scoped({ kind: 'service', facilityId }).execute(sql`select count(*) from appointments`)
			const bare = app.scoped({ kind: '' } as unknown as Scope)
			expect((await ctids(bare, 'appointments')).size).toBe(0)
		}),
	)
})

test('nobody writes a row into another tenant', async () => {
	const [mine = '', theirs = ''] = facilityIds.values()
	const as = app.scoped({ kind: 'actor', facilityId: mine, personId: randomUUID() })
	const foreign = as.insert(schema.ipRules).values({ id: randomUUID(), facilityId: theirs, cidr: '203.0.113.0/24' })
	await expect(foreign).rejects.toMatchObject({ cause: { code: '42501' } })
	const moved = as.execute(sql`update ip_rules set facility_id = ${theirs} where facility_id = ${mine}`)
	await expect(moved).rejects.toMatchObject({ cause: { code: '42501' } })
})

test('synthetic patients of a load test ask no other facility, and act for nobody', async () => {
	const [pair] = await db.select().from(schema.loadTestPairs).limit(1)
	if (!pair) throw new Error('there are pairs')
	const as = app.scoped({ kind: 'actor', facilityId: null, personId: pair.patientId })
	const elsewhere = [...facilityIds.values()].filter((facilityId) => facilityId !== pair.facilityId)
	for (const facilityId of elsewhere) {
		const asked = as.insert(schema.memberships).values({ id: randomUUID(), patientId: pair.patientId, facilityId })
		await expect(asked).rejects.toMatchObject({ cause: { code: '42501' } })
	}
	const at = { id: randomUUID(), patientId: pair.patientId, facilityId: pair.facilityId }
	await expect(as.insert(schema.memberships).values(at).onConflictDoNothing()).resolves.toBeDefined()
	for (const [guardianId, patientId] of [
		[pair.patientId, randomUUID()],
		[randomUUID(), pair.patientId],
	] as const) {
		const asked = app
			.scoped({ kind: 'auth' })
			.insert(schema.proxies)
			.values({ guardianId, patientId, relation: 'other' })
		await expect(asked).rejects.toMatchObject({ cause: { code: '42501' } })
	}
})

test('the signaling role sees nodes and placements, and no person', async () => {
	const rights = await db.execute<{ table: string }>(sql`
		select table_name as "table" from information_schema.role_table_grants
		where grantee = 'enshin_signaling' and privilege_type = 'SELECT' order by 1`)
	expect(rights.map(({ table }) => table)).toEqual(['nodes', 'placements'])
})

import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '../../src/client.ts'
import { newId } from '../../src/schema/columns.ts'
import * as schema from '../../src/schema/index.ts'
import type { Owner, Vault } from '../../src/sealing/vault.ts'

interface Ground {
	facilityIds: string[]
	patientIds: string[]
	operatorId: string
}

/** Rows in the tables that the demo leaves empty, of each facility and of several people. */
export async function layOutTrust(db: Db, vault: Vault, { facilityIds, patientIds, operatorId }: Ground) {
	const owners: Owner[] = [
		...facilityIds.map((id) => ({ kind: 'facility' as const, id })),
		...patientIds.map((id) => ({ kind: 'person' as const, id })),
	]
	const keys = await vault.keys(db, owners)
	const later = new Date(Date.now() + 3_600_000)
	const seal = (owner: Owner, table: string, column: string, row: string) =>
		keys.seal(owner, { table, column, row }, '試験')

	for (const facilityId of facilityIds) {
		const owner: Owner = { kind: 'facility', id: facilityId }
		const [worker] = await db.execute<{ id: string; credential: string; assignment: string }>(sql`
			select a.person_id as id, c.id as credential, a.id as assignment from assignments a
			join credentials c on c.person_id = a.person_id and c.facility_id = a.facility_id
			where a.facility_id = ${facilityId} limit 1`)
		if (!worker) throw new Error('a facility of the demo has nobody')
		const [rule, device, link, approval, disposal, proof] = [newId(), newId(), newId(), newId(), newId(), newId()]
		const [label, value, glass, notice, mail, factor] = [newId(), newId(), newId(), newId(), newId(), newId()]
		await db.insert(schema.ipRules).values({ id: rule, facilityId, cidr: '192.0.2.0/24' })
		const name = seal(owner, 'devices', 'name', device)
		await db.insert(schema.devices).values({ id: device, facilityId, name, registeredBy: worker.id })
		await db
			.insert(schema.links)
			.values({ id: link, kind: 'invitation', tokenHash: randomUUID(), facilityId, expiresAt: later })
		const reason = seal(owner, 'approvals', 'reason', approval)
		const asked = { requestedBy: worker.id, expiresAt: later }
		await db.insert(schema.approvals).values({ id: approval, facilityId, kind: 'remove_admin', reason, ...asked })
		await db.insert(schema.disposals).values({
			id: disposal,
			subject: 'person',
			subjectId: patientIds[0] as string,
			facilityId,
			reason: 'left',
			requestedBy: worker.id,
			dueAt: later,
		})
		const document = seal(owner, 'identity_proofs', 'document', proof)
		const proved = { personId: worker.id, checkedBy: worker.id, method: 'photo_id' }
		await db.insert(schema.identityProofs).values({ id: proof, facilityId, document, ...proved })
		await db.insert(schema.labels).values({ id: label, facilityId, name: seal(owner, 'labels', 'name', label) })
		await db.execute(sql`
			insert into memberships (id, patient_id, facility_id) select uuidv7(), id, ${facilityId} from people
			where id = ${patientIds[0]} on conflict do nothing`)
		await db.execute(sql`
			insert into membership_labels (id, facility_id, membership_id, label_id, value, value_index)
			select ${value}, ${facilityId}, id, ${label}, ${randomBytes(20)}, ${randomBytes(8)} from memberships
			where facility_id = ${facilityId} limit 1`)
		const why = seal(owner, 'break_glass', 'reason', glass)
		const look = { operatorId, ticket: 'T-1', expiresAt: later }
		await db.insert(schema.breakGlass).values({ id: glass, facilityId, reason: why, ...look })
		const words = { titleJa: 'お知らせ', titleEn: 'Notice', bodyJa: '-', bodyEn: '-', startsAt: new Date() }
		await db.insert(schema.notices).values({ id: notice, kind: 'maintenance', facilityId, ...words })
		const body = seal(owner, 'outbox', 'body', mail)
		const recipient = seal(owner, 'outbox', 'recipient', mail)
		const message = { channel: 'mail' as const, ownerKind: 'facility' as const, ownerId: facilityId }
		await db.insert(schema.outbox).values({ id: mail, ...message, recipient, body })
		await addAccountRows(db, factor, worker.credential, worker.assignment)
		await log(db, facilityId)
	}

	for (const [at, patientId] of patientIds.entries()) {
		const [own] = await db.execute<{ credential: string; assignment: string }>(sql`
			select c.id as credential, a.id as assignment from credentials c
			join assignments a on a.person_id = c.person_id and a.facility_id is null
			where c.person_id = ${patientId}`)
		if (own) await addAccountRows(db, newId(), own.credential, own.assignment)
		const next = patientIds[(at + 1) % patientIds.length] as string
		await db.insert(schema.proxies).values({ guardianId: patientId, patientId: next, relation: 'other' })
		await db.execute(sql`
			insert into idempotency_keys (person_id, key, request_hash, appointment_id)
			select ${patientId}, 'key', 'hash', id from appointments limit 1`)
		await log(db, patientId)
	}
	await db.execute(sql`
		insert into load_test_consents (id, facility_id, token_hash, pairs, expires_at)
		select uuidv7(), id, 'hash of ' || slug, 1, now() + interval '1 hour' from facilities`)
	// As if the demo were a load test's: a practitioner of each facility, and a patient for each.
	await db.execute(sql`
		insert into load_test_pairs
		select f.facility_id, 0, a.id, f.id, b.id, b.person_id
		from (select distinct on (facility_id) *, dense_rank() over (order by facility_id) as nth from practitioners) f
		join assignments a on a.person_id = f.person_id and a.facility_id = f.facility_id
		join (select *, row_number() over (order by id) as nth from assignments where role = 'patient') b on b.nth = f.nth`)
	await db.execute(
		sql`insert into days_off (practitioner_id, day) select practitioner_id, '2027-01-01' from schedules on conflict do nothing`,
	)
}

/** As the seed's own rows would be: one of each for a credential and its session. */
async function addAccountRows(db: Db, factorId: string, credentialId: string, assignmentId: string) {
	const expiresAt = new Date(Date.now() + 3_600_000)
	await db.insert(schema.factors).values({ id: factorId, credentialId, kind: 'totp' })
	await db.insert(schema.recoveryCodes).values({ id: newId(), credentialId, codeHash: randomUUID() })
	await db.insert(schema.passwordHistory).values({ id: newId(), credentialId, hash: '-' })
	await db.insert(schema.challenges).values({ id: newId(), credentialId, purpose: 'test', expected: '-', expiresAt })
	const browserIndex = randomBytes(16)
	await db.insert(schema.knownBrowsers).values({ id: newId(), credentialId, browserIndex })
	const times = { idleExpiresAt: expiresAt, expiresAt }
	await db.insert(schema.sessions).values({ id: newId(), assignmentId, tokenHash: randomUUID(), ...times })
}

async function log(db: Db, chainId: string) {
	await db.transaction(async (tx) => {
		await tx.execute(sql`select set_config('enshin.scope', 'service', true)`)
		await tx.execute(
			sql`select append_access_log(${chainId}::uuid, null, 'appointment.read', '{}'::uuid[], '{}'::jsonb)`,
		)
	})
}

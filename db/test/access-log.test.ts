import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Id } from '@enshin/contracts/ids.ts'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openCheckpointFile } from '../src/access-log/checkpoint-file.ts'
import { gatherCheckpoints } from '../src/access-log/read-checkpoints.ts'
import { withLogSnapshot } from '../src/access-log/read-log.ts'
import { checkpointKey, checkpointSigner } from '../src/access-log/sign-checkpoint.ts'
import { type Finding, hashOf, verifyChain, zeros } from '../src/access-log/verify.ts'
import { verifyLog } from '../src/access-log/verify-log.ts'
import type { Db } from '../src/client.ts'
import { connect } from '../src/connection.ts'
import { newId } from '../src/schema/columns.ts'
import { makeFacility, makePatient, makeWorker, openTestDatabase } from '../src/testing.ts'

const { db, url, app } = await openTestDatabase()
const clinic = await makeFacility(db)
const other = await makeFacility(db)
const doctor = await makeWorker(db, clinic, 'doctor_admin')
const hanako = await makePatient(db, [clinic])
const folder = mkdtempSync(join(tmpdir(), 'enshin-log-'))
// The tampering is done by whoever owns the server, and nothing in the database holds them back.
const superuser = connect({ url, name: 'test superuser', max: 1 })
afterAll(async () => {
	await superuser.end({ timeout: 5 })
	rmSync(folder, { recursive: true })
})

const mine = { kind: 'actor', facilityId: clinic.id, personId: doctor.personId } as const
const asDoctor = app.scoped(mine)

async function append(as: Db, chain: Id, actor: Id | null, action = 'appointment.read', detail: object = {}) {
	const about = `{${hanako.personId}}`
	await as.execute(
		sql`select append_access_log(${chain}::uuid, ${actor}::uuid, ${action}, ${about}::uuid[], ${JSON.stringify(detail)}::jsonb)`,
	)
}

const rows = 12
beforeEach(async () => {
	await superuser`truncate access_log, access_log_heads`
	for (let n = 0; n < rows; n += 1)
		await append(asDoctor, clinic.id, doctor.personId, 'appointment.read', { n, 名: '髙' })
	for (let n = 0; n < 3; n += 1) await append(app.scoped({ kind: 'service' }), other.id, null, 'call.report', { n })
})

type Signed = Awaited<ReturnType<typeof gatherCheckpoints>>
async function verify(signed?: Signed): Promise<Finding[]> {
	const done = await withLogSnapshot(url, {}, ({ rows, heads }) => verifyLog({ rows, heads, signed: signed?.points }))
	return done.findings
}
const inClinic = (seq: number, fault: Finding['fault'], member?: string) => [
	{ chain: clinic.id, seq, fault, ...(member && { member }) },
]

const { privateKey } = generateKeyPairSync('ed25519')
const jwk = privateKey.export({ format: 'jwk' })
const signer = checkpointSigner(jwk)
const heads = async () => [...(await withLogSnapshot(url, {}, async ({ heads }) => heads)).values()]
const newFile = () => join(folder, `${newId()}.jsonl`)
/** Signs where the chains stand now, and reads back what was signed. */
async function sign(path = newFile()): Promise<Signed> {
	const file = await openCheckpointFile(path, signer)
	file.append(await heads())
	file.close()
	return await gatherCheckpoints([path], [checkpointKey(jwk)])
}

test('a log that nobody touched verifies, chain by chain', async () => {
	expect(await verify(await sign())).toEqual([])
	const { chains, rows: counted } = await withLogSnapshot(url, {}, (log) => verifyLog(log))
	expect({ chains, counted }).toEqual({ chains: 2, counted: rows + 3 })
})

test('any edit of any column of any row is named', async () => {
	const edits: Record<string, (seq: number) => Promise<unknown>> = {
		entry: (seq) =>
			superuser`update access_log set entry = replace(entry, '"n": ', '"n": 1') where chain_id = ${clinic.id} and seq = ${seq}`,
		hash: (seq) => superuser`update access_log set hash = sha256(hash) where chain_id = ${clinic.id} and seq = ${seq}`,
		prev: (seq) => superuser`update access_log set prev = sha256(prev) where chain_id = ${clinic.id} and seq = ${seq}`,
		actor: (seq) =>
			superuser`update access_log set actor_id = ${hanako.personId} where chain_id = ${clinic.id} and seq = ${seq}`,
		action: (seq) =>
			superuser`update access_log set action = 'sign_out' where chain_id = ${clinic.id} and seq = ${seq}`,
		subjects: (seq) => superuser`update access_log set subjects = '{}' where chain_id = ${clinic.id} and seq = ${seq}`,
		at: (seq) =>
			superuser`update access_log set at = at + interval '1 microsecond' where chain_id = ${clinic.id} and seq = ${seq}`,
	}
	const column = { actor: true, action: true, subjects: true, at: true }
	const cases = fc.record({ edit: fc.constantFrom(...Object.keys(edits)), seq: fc.integer({ min: 1, max: rows }) })
	await fc.assert(
		fc.asyncProperty(cases, async ({ edit, seq }) => {
			await superuser`create table kept as table access_log`
			await edits[edit]?.(seq)
			const found = await verify()
			await superuser`delete from access_log`
			await superuser`insert into access_log table kept`
			await superuser`drop table kept`
			expect(found).toEqual(
				edit in column ? inClinic(seq, 'column', edit) : inClinic(seq, edit === 'prev' ? 'prev' : 'hash'),
			)
		}),
		{ numRuns: 30 },
	)
})

test('a row that was removed is named, wherever it stood', async () => {
	for (const seq of [1, 5, rows]) {
		await superuser`create table kept as table access_log`
		await superuser`delete from access_log where chain_id = ${clinic.id} and seq = ${seq}`
		expect(await verify()).toEqual(inClinic(seq, 'missing'))
		await superuser`truncate access_log`
		await superuser`insert into access_log table kept`
		await superuser`drop table kept`
	}
})

test('a row put in between is named, with the key that forbids it taken away and with numbers moved', async () => {
	await superuser`create table kept as table access_log`
	// Moved up to make room: the row after the new one no longer follows.
	await superuser`update access_log set seq = seq + 1000 where chain_id = ${clinic.id} and seq >= 5`
	await superuser`update access_log set seq = seq - 999 where chain_id = ${clinic.id} and seq > 1000`
	await superuser`insert into access_log select chain_id, 5, at, entry, actor_id, action, subjects, hash, hash from access_log where chain_id = ${clinic.id} and seq = 4`
	expect(await verify()).toEqual(inClinic(5, 'hash'))
	await superuser`truncate access_log`
	await superuser`insert into access_log table kept`
	await superuser`drop table kept`
	await superuser`alter table access_log drop constraint access_log_chain_id_seq_pk`
	await superuser`insert into access_log select * from access_log where chain_id = ${clinic.id} and seq = 5`
	expect(await verify()).toEqual(inClinic(5, 'out_of_order'))
	await superuser`delete from access_log`
	await superuser`alter table access_log add constraint access_log_chain_id_seq_pk primary key (chain_id, seq)`
})

test('two rows that changed places are named', async () => {
	await superuser`update access_log set seq = 1000 where chain_id = ${clinic.id} and seq = 4`
	await superuser`update access_log set seq = 4 where chain_id = ${clinic.id} and seq = 6`
	await superuser`update access_log set seq = 6 where chain_id = ${clinic.id} and seq = 1000`
	expect(await verify()).toEqual(inClinic(4, 'prev'))
})

test('a row moved into another facility’s chain is named', async () => {
	await superuser`update access_log set chain_id = ${other.id}, seq = 4 where chain_id = ${clinic.id} and seq = ${rows}`
	expect(await verify()).toEqual(
		expect.arrayContaining([{ chain: other.id, seq: 4, fault: 'prev' }, ...inClinic(rows, 'missing')]),
	)
})

test('a row added behind the head is named', async () => {
	await superuser`insert into access_log select chain_id, ${rows + 1}, at, jsonb_set(entry::jsonb, '{seq}', to_jsonb(${rows + 1}::int))::text, actor_id, action, subjects, hash, sha256(hash || convert_to(jsonb_set(entry::jsonb, '{seq}', to_jsonb(${rows + 1}::int))::text, 'UTF8')) from access_log where chain_id = ${clinic.id} and seq = ${rows}`
	expect(await verify()).toEqual(inClinic(rows + 1, 'head'))
})

/** Cuts a chain after a row, its head included: in the database alone nothing is wrong any more. */
const cut = async (chain: Id, after: number) => {
	await superuser`delete from access_log where chain_id = ${chain} and seq > ${after}`
	if (after === 0) await superuser`delete from access_log_heads where chain_id = ${chain}`
	await superuser`update access_log_heads h set seq = l.seq, hash = l.hash, at = l.at from access_log l where l.chain_id = h.chain_id and h.chain_id = ${chain} and l.seq = ${after}`
}

test('a cut-off end, head and all, is caught by the checkpoint', async () => {
	const signed = await sign()
	await cut(clinic.id, rows - 2)
	expect(await verify()).toEqual([])
	expect(await verify(signed)).toEqual(inClinic(rows - 1, 'cut_off'))
})

test('a chain of which nothing is left is caught by the checkpoint', async () => {
	const signed = await sign()
	await cut(clinic.id, 0)
	expect(await verify()).toEqual([])
	expect(await verify(signed)).toEqual(inClinic(1, 'cut_off'))
})

/** What a superuser who knows the rules does: changes a row, and makes every hash after it right again. */
async function rewrite(from: number) {
	await superuser`update access_log set entry = jsonb_set(entry::jsonb, '{detail, n}', '99')::text where chain_id = ${clinic.id} and seq = ${from}`
	for (let seq = from; seq <= rows; seq += 1) {
		await superuser`update access_log l set prev = coalesce((select p.hash from access_log p where p.chain_id = l.chain_id and p.seq = l.seq - 1), l.prev) where chain_id = ${clinic.id} and seq = ${seq}`
		await superuser`update access_log set hash = sha256(prev || convert_to(entry, 'UTF8')) where chain_id = ${clinic.id} and seq = ${seq}`
	}
	await superuser`update access_log_heads h set hash = l.hash from access_log l where l.chain_id = h.chain_id and h.chain_id = ${clinic.id} and l.seq = h.seq`
}

test('a chain written anew, with every hash right, is caught by the checkpoint', async () => {
	const signed = await sign()
	await rewrite(3)
	expect(await verify()).toEqual([])
	expect(await verify(signed)).toEqual(inClinic(rows, 'rewritten'))
})

test('it is caught also when it has grown and was signed again since, by the older checkpoint', async () => {
	const path = newFile()
	await sign(path)
	await rewrite(3)
	await append(asDoctor, clinic.id, doctor.personId)
	const signed = await sign(path)
	expect(signed.checkpoints).toBe(2)
	expect(await verify(signed)).toEqual(inClinic(rows, 'rewritten'))
})

test('the process that signs notices a chain that lies behind what it signed, and does not sign it', async () => {
	const file = await openCheckpointFile(newFile(), signer)
	file.append(await heads())
	await cut(clinic.id, 4)
	expect(file.append(await heads())).toMatchObject([{ chain: clinic.id, seq: 4 }])
	expect(file.signed(clinic.id)).toMatchObject({ seq: rows })
	file.close()
})

test('two processes on one file are found out before they spoil it', async () => {
	const path = newFile()
	const [one, other] = [await openCheckpointFile(path, signer), await openCheckpointFile(path, signer)]
	one.append(await heads())
	expect(() => other.append([{ chain: newId(), seq: 1, hash: zeros }])).toThrow('another writer')
	one.close()
	other.close()
	expect((await gatherCheckpoints([path], [checkpointKey(jwk)])).faults).toEqual([])
})

test('a checkpoint file that was changed is not believed from there on: bytes, lines taken out, another key', async () => {
	const path = newFile()
	for (let n = 0; n < 3; n += 1) {
		await append(asDoctor, clinic.id, doctor.personId)
		await sign(path)
	}
	const text = readFileSync(path, 'utf8')
	const lines = text.trimEnd().split('\n')
	const faultsOf = async (changed: string, key = checkpointKey(jwk)) => {
		const copy = newFile()
		writeFileSync(copy, changed)
		return (await gatherCheckpoints([copy], [key])).faults.map(({ line, fault }) => `${line} ${fault}`)
	}
	expect(await faultsOf(text)).toEqual([])
	expect(await faultsOf([lines[0], lines[2]].join('\n'))).toEqual(['2 prev'])
	expect(await faultsOf([lines[1], lines[0], lines[2]].join('\n'))).toEqual(['1 prev'])
	expect(await faultsOf(text.replace('"seq":14', '"seq":13'))).toEqual(['2 unsigned'])
	expect(
		await faultsOf(text, checkpointKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }))),
	).toEqual(['1 unsigned'])
	// The last character of a signature has bits that no byte is made of.
	const end = text.lastIndexOf('"}')
	for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.replace(
		text[end - 1] ?? '',
		'',
	))
		expect(await faultsOf(text.slice(0, end - 1) + last + text.slice(end))).toEqual(['3 unsigned'])
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 0, max: text.trimEnd().length - 1 }),
			fc.integer({ min: 33, max: 126 }),
			async (at, code) => {
				const changed = `${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`
				if (changed !== text) expect(await faultsOf(changed)).not.toEqual([])
			},
		),
		{ numRuns: 60 },
	)
})

test('a line that a crash left half written goes, and the file goes on', async () => {
	const path = newFile()
	await sign(path)
	writeFileSync(path, `${readFileSync(path, 'utf8')}{"at":"2026-11-2`)
	await append(asDoctor, clinic.id, doctor.personId)
	const signed = await sign(path)
	expect(signed).toMatchObject({ checkpoints: 2, faults: [] })
	expect(await verify(signed)).toEqual([])
})

test.each(['access_log', 'access_log_heads'])(
	'the app’s role can neither add to %s, nor change, remove or empty it',
	async (table) => {
		const denied = { cause: { code: '42501' } }
		const tries = [
			`insert into ${table} select * from ${table}`,
			`update ${table} set seq = 1`,
			`delete from ${table}`,
			`truncate ${table}`,
			`alter table ${table} disable row level security`,
			`drop table ${table}`,
		]
		for (const scope of [
			mine,
			{ kind: 'auth' },
			{ kind: 'service' },
			{ kind: 'ops', personId: doctor.personId },
		] as const)
			for (const statement of tries)
				await expect(app.scoped(scope).execute(sql.raw(statement))).rejects.toMatchObject(denied)
		await expect(app.scoped(mine).execute(sql.raw(`set session_replication_role = replica`))).rejects.toMatchObject(
			denied,
		)
	},
)

test('nobody appends to another tenant’s log, nor in another’s name, nor without a scope', async () => {
	const denied = { cause: { code: '42501' } }
	await expect(append(asDoctor, other.id, doctor.personId)).rejects.toMatchObject(denied)
	await expect(append(asDoctor, hanako.personId, doctor.personId)).rejects.toMatchObject(denied)
	await expect(append(asDoctor, clinic.id, hanako.personId)).rejects.toMatchObject(denied)
	await expect(append(asDoctor, clinic.id, null)).rejects.toMatchObject(denied)
	const patient = app.scoped({ kind: 'actor', facilityId: null, personId: hanako.personId })
	await expect(append(patient, clinic.id, doctor.personId)).rejects.toMatchObject(denied)
	await expect(append(db, clinic.id, doctor.personId)).rejects.toMatchObject(denied)
	expect(await verify()).toEqual([])
})

test('a row that says to be older than the one before is named, with every hash right', () => {
	const chain = newId()
	const verifier = verifyChain(chain)
	let prev = zeros
	const found = ['2026-11-22T05:00:00.000002Z', '2026-11-22T05:00:00.000001Z'].map((at, index) => {
		const said = { chain, seq: index + 1, at, actor: null, action: 'call.report', subjects: [] }
		const entry = JSON.stringify(said)
		const row = { ...said, entry, prev, hash: hashOf(prev, entry) }
		prev = row.hash
		return verifier.take(row)
	})
	expect(found).toEqual([undefined, { chain, seq: 2, fault: 'time' }])
})

test('a clock that is put back leaves a log that verifies', async () => {
	await superuser`update access_log_heads set at = at + interval '1 hour' where chain_id = ${clinic.id}`
	await append(asDoctor, clinic.id, doctor.personId)
	await append(asDoctor, clinic.id, doctor.personId)
	expect(await verify()).toEqual([])
})

test('only our own services read where the chains stand', async () => {
	const moved = (as: Db) => as.execute(sql`select * from access_log_heads_moved(null)`)
	expect(await moved(app.scoped({ kind: 'service' }))).toHaveLength(2)
	expect(await moved(asDoctor)).toHaveLength(0)
})

import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccessLogPage, LookAtMine } from '@enshin/contracts/access-log.ts'
import { accessLogPage, logRow } from '@enshin/contracts/access-log.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { gatherCheckpoints } from '@enshin/db/access-log/read-checkpoints.ts'
import { checkpointKey } from '@enshin/db/access-log/sign-checkpoint.ts'
import { verifyLog } from '@enshin/db/access-log/verify-log.ts'
import { proxies } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner, makeWorker } from '@enshin/db/testing.ts'
import { afterAll, expect, test } from 'vitest'
import { privateKey } from '../src/config.ts'
import { actForHeader } from '../src/http/act-for.ts'
import { makeVisit, problemOf, sessionFor, startTestApi } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'enshin-checkpoints-'))
afterAll(() => rmSync(folder, { recursive: true }))
const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
const file = join(folder, 'api.jsonl')

const { call, db, close, url } = await startTestApi({ checkpoints: { file, key: privateKey.parse(key) } })
const clinic = await makeFacility(db)
const other = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)
const admin = await makeWorker(db, clinic, 'doctor_admin', '佐藤 恵子')
const strangers = await makeWorker(db, other, 'doctor_admin')
const hanako = await makePatient(db, [clinic], '=髙橋 "花子"')
const taro = await makePatient(db, [clinic], '山田 太郎')
const of = (patientId: string, inMinutes = 60) =>
	makeVisit(db, { facilityId: clinic.id, practitionerId: doctor.practitionerId, patientId, inMinutes })
const visit = await of(hanako.personId)
const [asAdmin, asStranger, asHanako, asTaro] = await Promise.all(
	[admin, strangers, hanako, taro].map((one) => sessionFor(db, one)),
)

const page = async (query = '', token = asAdmin): Promise<AccessLogPage> =>
	accessLogPage.parse((await call('GET', `/access-log${query}`, { token })).json())

test('an admin sees what was done with whose data, by whom; another facility sees nothing of it', async () => {
	expect((await call('GET', `/appointments/${visit.appointmentId}`, { token: asAdmin })).status).toBe(200)
	const { entries } = await page(`?patient=${hanako.personId}`)
	expect(entries[0]).toMatchObject({
		action: 'appointment.read',
		actor: { id: admin.personId, name: '佐藤 恵子' },
		patients: [{ id: hanako.personId, name: hanako.name }],
		byOperator: false,
	})
	expect((await page('?action=appointment.read', asStranger)).entries).toEqual([])
	expect((await page(`?patient=${hanako.personId}`, asStranger)).entries).toEqual([])
})

test('reading the log is itself in the log, with the patients it named', async () => {
	const [latest] = (await page()).entries
	const [own] = (await page('?action=access_log.read')).entries
	expect(own).toMatchObject({ actor: { id: admin.personId }, patients: expect.arrayContaining([]) })
	expect(own?.seq).toBe((latest?.seq ?? 0) + 1)
})

test('filters by day in Asia/Tokyo, person, patient and what was done, and pages by number', async () => {
	await call('GET', `/facilities/${clinic.id}/appointments`, { token: asAdmin })
	const today = tokyoDay(new Date())
	expect((await page(`?from=${today}&to=${today}`)).entries.length).toBeGreaterThan(0)
	expect((await page('?from=2020-01-01&to=2020-12-31')).entries).toEqual([])
	expect((await page(`?actor=${doctor.personId}`)).entries).toEqual([])
	expect((await page(`?patient=${taro.personId}`)).entries).toEqual([])
	for (let n = 0; n < 55; n += 1) await call('GET', `/appointments/${visit.appointmentId}`, { token: asAdmin })
	const first = await page('?action=appointment.read')
	expect(first.entries).toHaveLength(50)
	const second = await page(`?action=appointment.read&before=${first.nextBefore}`)
	expect(second.entries.length).toBeGreaterThanOrEqual(5)
	expect(second.nextBefore).toBeNull()
	const seqs = [...first.entries, ...second.entries].map(({ seq }) => seq)
	expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => b - a))
})

test('only admins of a facility read it, and only patients their own view', async () => {
	const staff = await sessionFor(db, await makeWorker(db, clinic, 'staff'))
	for (const path of ['/access-log', '/access-log/export', '/access-log/export?format=jsonl'])
		for (const token of [staff, asHanako])
			expect(problemOf(await call('GET', path, { token })).code).toBe('auth.forbidden')
	expect(problemOf(await call('GET', '/me/access-log', { token: asAdmin })).code).toBe('auth.forbidden')
})

test('the CSV opens in a spreadsheet: a mark of its encoding, JST, quoted, and no formula', async () => {
	const answer = await fetchBytes('/access-log/export?action=appointment.read')
	expect([...answer.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
	expect(answer.type).toBe('text/csv; charset=utf-8')
	const [heading = '', ...lines] = answer.text.replace('\uFEFF', '').trimEnd().split('\r\n')
	expect(heading).toMatch(/^番号,日時,操作,/)
	expect(lines.length).toBeGreaterThan(50)
	for (const line of lines) expect(line).toMatch(/^\d+,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00,予約の表示,/)
	expect(lines[0]).toContain(`"'=髙橋 ""花子"""`)
	const [exported] = (await page('?action=access_log.export')).entries
	expect(exported).toMatchObject({ detail: { format: 'csv', action: 'appointment.read' } })
	expect(exported?.patients.map(({ id }) => id)).toEqual([hanako.personId])
})

test('the exported chain verifies offline, whole', async () => {
	const { text, type } = await fetchBytes('/access-log/export?format=jsonl')
	expect(type).toBe('application/jsonl; charset=utf-8')
	const rows = text
		.trimEnd()
		.split('\n')
		.map((line) => logRow.parse(JSON.parse(line)))
	const verified = await verifyLog({ rows: batches([rows]) })
	expect(verified).toEqual({ chains: 1, rows: rows.length, findings: [] })
	expect(rows.length).toBeGreaterThan(55)
	const changed = rows.with(3, { ...(rows[3] as (typeof rows)[0]), action: 'sign_out' })
	expect((await verifyLog({ rows: batches([changed]) })).findings).toMatchObject([{ seq: 4, fault: 'column' }])
})

test('a patient sees who looked at theirs, where, and not what they did themselves; nor anything of others', async () => {
	await call('GET', `/appointments/${visit.appointmentId}`, { token: asHanako })
	const mine = (await call('GET', '/me/access-log', { token: asHanako })).json() as { looks: LookAtMine[] }
	const look = mine.looks.find(({ action }) => action === 'appointment.read')
	expect(look).toMatchObject({
		actorName: '佐藤 恵子',
		facility: { id: clinic.id, name: '試験clinic' },
		by: 'facility',
	})
	expect(mine.looks.every(({ by }) => by !== 'me')).toBe(true)
	expect(((await call('GET', '/me/access-log', { token: asTaro })).json() as { looks: LookAtMine[] }).looks).toEqual([])
})

test('somebody who acts for a patient is named to them as such', async () => {
	const jiro = await makePatient(db, [clinic], '山田 次郎')
	await db.insert(proxies).values({ guardianId: taro.personId, patientId: jiro.personId, relation: 'parent' })
	const mine = await of(jiro.personId, 120)
	const acting = { token: asTaro ?? '', headers: { [actForHeader]: jiro.personId } }
	expect((await call('GET', `/appointments/${mine.appointmentId}`, acting)).status).toBe(200)
	const asJiro = await sessionFor(db, jiro)
	const { looks } = (await call('GET', '/me/access-log', { token: asJiro })).json() as { looks: LookAtMine[] }
	expect(looks).toMatchObject([{ action: 'appointment.read', by: 'proxy', actorName: '山田 太郎' }])
})

test('the patient’s view pages to its end, without losing or repeating', async () => {
	const seen: string[] = []
	let before = ''
	for (;;) {
		const answer = await call('GET', `/me/access-log${before}`, { token: asHanako })
		const { looks, nextBefore } = answer.json() as { looks: LookAtMine[]; nextBefore: string | null }
		seen.push(...looks.map(({ at, action }) => `${at} ${action}`))
		if (nextBefore === null) break
		before = `?before=${nextBefore}`
	}
	expect(seen.filter((one) => one.includes('appointment.read')).length).toBeGreaterThan(55)
})

test('the api signs where the chains stand, at the latest when it stops', async () => {
	await close()
	const { points, faults, checkpoints } = await gatherCheckpoints([file], [checkpointKey(key)])
	expect(faults).toEqual([])
	expect(checkpoints).toBeGreaterThan(0)
	expect(points.get(clinic.id)?.lastSeq).toBeGreaterThan(55)
})

async function fetchBytes(path: string) {
	const response = await fetch(url + path, { headers: { authorization: `Bearer ${asAdmin}`, 'accept-language': 'ja' } })
	const bytes = new Uint8Array(await response.arrayBuffer())
	const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
	return { text, bytes, type: response.headers.get('content-type') }
}

async function* batches<T>(all: T[]): AsyncIterable<T> {
	yield* all
}

import { generateKeyPairSync } from 'node:crypto'
import { dbEvent } from '@enshin/contracts/events.ts'
import type { FoundFacility } from '@enshin/contracts/operations.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { withLogSnapshot } from '@enshin/db/access-log/read-log.ts'
import { checkpointKey, checkpointSigner } from '@enshin/db/access-log/sign-checkpoint.ts'
import { verifyLog } from '@enshin/db/access-log/verify-log.ts'
import { connect } from '@enshin/db/connection.ts'
import {
	accessLog,
	appointments,
	breakGlass,
	disposals,
	links,
	notices,
	outbox,
	people,
} from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner, makeWorker, openTestDatabase } from '@enshin/db/testing.ts'
import { and, asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNames } from '../src/access-log/open-names.ts'
import { outboxCell } from '../src/notifications/outbox-cells.ts'
import { addOperator } from '../src/operations/add-operator.ts'
import { announceMaintenance } from '../src/operations/announce-maintenance.ts'
import { certificateText, disposalDomain, isCertified } from '../src/operations/certify-disposal.ts'
import { closeBreakGlass, reportBreakGlass } from '../src/operations/close-break-glass.ts'
import { closeNotice } from '../src/operations/close-notice.ts'
import { executeDisposal } from '../src/operations/execute-disposal.ts'
import { foundingFacility } from '../src/operations/found-facility.ts'
import { listDisposals } from '../src/operations/list-disposals.ts'
import { openBreakGlass } from '../src/operations/open-break-glass.ts'
import { openIncident } from '../src/operations/open-incident.ts'
import type { Ops } from '../src/operations/operating.ts'
import { readDay, readPatient } from '../src/operations/read-break-glass.ts'
import { requestDisposal } from '../src/operations/request-disposal.ts'
import { signInOperator } from '../src/operations/sign-in-operator.ts'
import { stopService } from '../src/operations/stop-service.ts'
import { makeVisit, sessionFor } from './support.ts'

const { db, url, app, vault } = await openTestDatabase()
const parts = { db, vault, webOrigin: 'https://enshin.test' }
const password = 'neither rain nor guessable 47'
const ops = {} as Record<'ichiro' | 'jiro', Ops>
const clinic = await makeFacility(db)
const other = await makeFacility(db)
const admin = await makeWorker(db, clinic, 'doctor_admin')
const doctor = await makePractitioner(db, clinic)
await makeWorker(db, other, 'doctor_admin')
const hanako = await makePatient(db, [clinic], '髙橋 花子')
const taro = await makePatient(db, [other], '山田 太郎')
await makeVisit(db, { facilityId: clinic.id, practitionerId: doctor.practitionerId, patientId: hanako.personId })
const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
const attestor = checkpointSigner(jwk, disposalDomain)

beforeAll(async () => {
	await addOperator(parts, null, {
		name: '運用 一郎',
		kana: 'うんよう いちろう',
		email: 'Ichiro@ops.example',
		password,
	})
	const ichiro = await signInOperator(db, vault, 'ichiro@ops.example', password)
	ops.ichiro = { ...parts, operator: ichiro }
	await addOperator(parts, ichiro, { name: '運用 二郎', kana: 'うんよう じろう', email: 'jiro@ops.example', password })
	ops.jiro = { ...parts, operator: await signInOperator(db, vault, 'jiro@ops.example', password) }
})
afterAll(async () => {
	// Whatever was done here, the chains hold.
	const { findings } = await withLogSnapshot(url, {}, (log) => verifyLog(log))
	expect(findings).toEqual([])
})

/** The mails of a facility's outbox, opened, newest last. */
async function mailsOf(facilityId: string): Promise<string[]> {
	const owner = { kind: 'facility', id: facilityId } as const
	const rows = await db.select().from(outbox).where(eq(outbox.ownerId, facilityId)).orderBy(asc(outbox.id))
	const keys = await vault.keys(db, [owner])
	return rows.map(({ id, subject, body }) =>
		[
			subject && keys.open(owner, outboxCell(id, 'subject'), subject),
			keys.open(owner, outboxCell(id, 'body'), body),
		].join('\n'),
	)
}
const logOf = (chainId: string, action: string) =>
	db
		.select()
		.from(accessLog)
		.where(and(eq(accessLog.chainId, chainId), eq(accessLog.action, action)))
		.orderBy(asc(accessLog.seq))

test('operators have accounts of their own: the first adds themselves, the others are added by one', async () => {
	const third = { name: '三郎', kana: 'さぶろう', email: 'saburo@ops.example', password }
	await expect(addOperator(parts, null, third)).rejects.toThrow('--operator')
	await expect(addOperator(parts, ops.ichiro.operator, { ...third, password: 'password1234' })).rejects.toThrow()
	await expect(addOperator(parts, ops.ichiro.operator, { ...third, email: 'jiro@ops.example' })).rejects.toThrow(
		'already',
	)
	await expect(signInOperator(db, vault, 'ichiro@ops.example', 'wrong')).rejects.toThrow('no such operator')
	await expect(signInOperator(db, vault, admin.email, 'wrong')).rejects.toThrow('no such operator')
})

test('a facility is founded with an invitation to its first admin, mailed and handed over, and its log begins with it', async () => {
	const wanted: FoundFacility = {
		slug: 'kaede',
		code: 'KAEDE-1',
		name: 'かえで内科',
		kind: 'clinic',
		telephone: '03-1111-2222',
		admin: {
			email: 'Director@kaede.example',
			name: '楓 良子',
			kana: 'かえで りょうこ',
			proof: { method: 'licence', document: '医師免許証' },
		},
	}
	const { facilityId, link } = await foundingFacility(ops.ichiro, wanted)
	expect(link).toMatch(/^https:\/\/enshin\.test\/f\/kaede\/join\?token=[\w-]{40,}$/)
	expect((await mailsOf(facilityId)).join()).toContain(link)
	const [invitation] = await db.select().from(links).where(eq(links.facilityId, facilityId))
	expect(invitation).toMatchObject({
		role: 'doctor_admin',
		proofMethod: 'licence',
		proofBy: ops.ichiro.operator.personId,
	})
	expect(await logOf(facilityId, 'facility.found')).toMatchObject([{ seq: 1, actorId: ops.ichiro.operator.personId }])
	await expect(foundingFacility(ops.ichiro, wanted)).rejects.toThrow('already')
})

const told = { titleJa: '定期保守', titleEn: 'Maintenance', bodyJa: '更新を行います。', bodyEn: 'An update.' }

test('maintenance is announced to all admins, and its report follows', async () => {
	const startsAt = new Date(Date.now() + 86_400_000)
	const endsAt = new Date(startsAt.getTime() + 3_600_000)
	const { noticeId, mailed } = await announceMaintenance(ops.ichiro, { ...told, facilityId: null, startsAt, endsAt })
	expect(mailed).toBe(2)
	for (const { id } of [clinic, other]) {
		expect((await mailsOf(id)).at(-1)).toContain('更新を行います。')
		expect(await logOf(id, 'maintenance.announce')).toHaveLength(1)
	}
	const report = { noticeId, kind: 'maintenance' as const, reportJa: '更新しました。', reportEn: 'Updated.' }
	await closeNotice(ops.ichiro, report)
	expect((await mailsOf(clinic.id)).at(-1)).toMatch(/作業報告[\s\S]*更新しました。/)
	await expect(closeNotice(ops.ichiro, report)).rejects.toThrow('no open maintenance')
	await expect(
		announceMaintenance(ops.ichiro, { ...told, facilityId: null, startsAt: endsAt, endsAt: startsAt }),
	).rejects.toThrow('end after')
})

test('an incident of one facility is told to its admins within the command, and to nobody else', async () => {
	const before = (await mailsOf(other.id)).length
	const { noticeId, mailed } = await openIncident(ops.ichiro, { ...told, titleJa: '映像の障害', facilityId: clinic.id })
	expect(mailed).toBe(1)
	expect((await mailsOf(clinic.id)).at(-1)).toContain('障害')
	expect(await mailsOf(other.id)).toHaveLength(before)
	expect(await logOf(clinic.id, 'incident.open')).toHaveLength(1)
	await closeNotice(ops.ichiro, { noticeId, kind: 'incident', reportJa: '復旧しました。', reportEn: 'Over.' })
	const [closed] = await db.select().from(notices).where(eq(notices.id, noticeId))
	expect(closed).toMatchObject({ reportJa: '復旧しました。', closedAt: expect.any(Date) })
})

const wanted = { facility: clinic.slug, reason: '画面が開かないとの電話', ticket: 'T-17', minutes: 10 }

test('break-glass: the admins are told at once with the reason, every look is in the log with its patients, and the report tells them', async () => {
	const { sessionId, mailed, duringIncident } = await openBreakGlass(ops.ichiro, wanted)
	expect({ mailed, duringIncident }).toEqual({ mailed: 1, duringIncident: false })
	expect((await mailsOf(clinic.id)).at(-1)).toMatch(/画面が開かないとの電話[\s\S]*T-17[\s\S]*障害の宣言はありません/)
	const day = await readDay(ops.ichiro, sessionId, tokyoDay(new Date(Date.now() + 5 * 60_000)))
	expect(day).toMatchObject([{ patient: '髙橋 花子' }])
	const numbers = await db.select({ number: people.patientNumber }).from(people).where(eq(people.id, hanako.personId))
	expect(await readPatient(ops.ichiro, sessionId, numbers[0]?.number ?? '')).toHaveLength(1)
	const looks = await logOf(clinic.id, 'break_glass.read')
	expect(looks).toMatchObject([{ subjects: [hanako.personId] }, { subjects: [hanako.personId] }])
	const report = await closeBreakGlass(ops.ichiro, sessionId)
	expect(report.rows.map(({ action }) => action)).toEqual([
		'break_glass.open',
		'break_glass.read',
		'break_glass.read',
		'break_glass.close',
	])
	expect(report.rows[1]).toMatchObject({ patients: [hanako.personId], what: expect.stringMatching(/^day /) })
	expect(await reportBreakGlass(ops.jiro, sessionId)).toEqual(report)
	await expect(readDay(ops.ichiro, sessionId, '2026-11-22')).rejects.toThrow('has ended')
	await expect(closeBreakGlass(ops.ichiro, sessionId)).rejects.toThrow('no open session')
})

test('break-glass ends by itself, is nobody else’s, and outside of it the database shows an operator nothing', async () => {
	const { sessionId } = await openBreakGlass(ops.ichiro, wanted)
	await expect(readDay(ops.jiro, sessionId, '2026-11-22')).rejects.toThrow('no such session of yours')
	const as = (personId: string, facilityId: string) => app.scoped({ kind: 'ops', personId, facilityId })
	const { personId } = ops.ichiro.operator
	const seen = async (facilityId: string, who = personId) =>
		(await as(who, facilityId).select().from(appointments)).length
	expect(await seen(clinic.id)).toBe(1)
	expect(await seen(clinic.id, ops.jiro.operator.personId)).toBe(0)
	expect(await seen(other.id)).toBe(0)
	await expect(as(personId, clinic.id).update(appointments).set({ status: 'cancelled' }).returning()).resolves.toEqual(
		[],
	)
	await db.update(breakGlass).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(breakGlass.id, sessionId))
	expect(await seen(clinic.id)).toBe(0)
	await expect(readDay(ops.ichiro, sessionId, '2026-11-22')).rejects.toThrow('has ended')
	expect(await logOf(clinic.id, 'break_glass.read')).toHaveLength(2)
})

test('a facility that stops: its people are out, signaling hears of it, the admins are told, and disposal is scheduled', async () => {
	const gone = await makeFacility(db)
	const director = await makeWorker(db, gone, 'doctor_admin')
	await sessionFor(db, director)
	const heard: unknown[] = []
	const listener = connect({ url, name: 'test', max: 1 })
	await listener.listen('enshin', (payload) => heard.push(dbEvent.parse(JSON.parse(payload))))
	const stop = { facility: gone.slug, reason: '契約の終了', keepDays: 0 }
	const { disposalId } = await stopService(ops.ichiro, stop)
	await expect
		.poll(() => heard)
		.toContainEqual(expect.objectContaining({ type: 'access.ended', facilityId: gone.id, personId: null }))
	await listener.end({ timeout: 5 })
	expect(await db.execute(sql`select 1 from sessions where assignment_id = ${director.assignmentId}`)).toHaveLength(0)
	expect((await mailsOf(gone.id)).at(-1)).toContain('サービス停止')
	await expect(stopService(ops.ichiro, stop)).rejects.toThrow('stopped already')

	await expect(executeDisposal(ops.ichiro, attestor, disposalId)).rejects.toThrow('It takes two')
	const certificate = await executeDisposal(ops.jiro, attestor, disposalId)
	// The facility's own, and that of its director, who is nowhere else.
	expect(certificate).toMatchObject({ subject: 'facility', subjectId: gone.id, keysDestroyed: 2 })
	expect(isCertified(checkpointKey(jwk, disposalDomain), certificate)).toBe(true)
	const keys = await vault.keys(db, [{ kind: 'facility', id: gone.id }])
	const owner = { kind: 'facility', id: gone.id } as const
	expect(() => keys.seal(owner, { table: 'facilities', column: 'name', row: gone.id }, 'x')).toThrow('destroyed')
	expect(await logOf(gone.id, 'disposal.execute')).toHaveLength(1)
	await expect(executeDisposal(ops.jiro, attestor, disposalId)).rejects.toThrow('done')
})

test('a patient who left is disposed of by two operators; a restored backup does not read the row; the certificate is signed', async () => {
	const patient = await makePatient(db, [clinic], '佐々木 月')
	const ask = { subject: 'person' as const, subjectId: patient.personId, reason: '本人の申し出', keepDays: 0 }
	await expect(requestDisposal(ops.ichiro, ask)).rejects.toThrow('has not left')
	await db.update(people).set({ leftAt: new Date() }).where(eq(people.id, patient.personId))
	const late = await requestDisposal(ops.ichiro, { ...ask, keepDays: 30 })
	await expect(executeDisposal(ops.jiro, attestor, late.disposalId)).rejects.toThrow('not due')
	await expect(requestDisposal(ops.ichiro, ask)).rejects.toThrow('already')
	await db.delete(disposals).where(eq(disposals.id, late.disposalId))

	// What a backup of the tables has, data keys apart (see destroy-keys.ts).
	await db.execute(sql`create table backup_people as select * from people`)
	await db.execute(sql`create table backup_tokens as select * from search_tokens`)
	const { disposalId } = await requestDisposal(ops.ichiro, ask)
	expect(await listDisposals(ops.ichiro)).toMatchObject([{ id: disposalId, subjectId: patient.personId }])
	expect((await openNames(db, vault, [patient.personId])).get(patient.personId)).toBe('佐々木 月')
	const certificate = await executeDisposal(ops.jiro, attestor, disposalId)

	await db.execute(
		sql`update people p set identity = b.identity, telephone = b.telephone from backup_people b where b.id = p.id`,
	)
	expect((await openNames(db, vault, [patient.personId])).get(patient.personId)).toBe('廃棄済み')
	const left = await db.execute(sql`select 1 from search_tokens where patient_id = ${patient.personId}`)
	expect(left).toHaveLength(0)
	expect(await db.execute(sql`select 1 from backup_tokens where patient_id = ${patient.personId}`)).not.toHaveLength(0)
	expect(await db.execute(sql`select 1 from credentials where person_id = ${patient.personId}`)).toHaveLength(0)

	const key = checkpointKey(jwk, disposalDomain)
	const [kept] = await db
		.select({ certificate: disposals.certificate })
		.from(disposals)
		.where(eq(disposals.id, disposalId))
	expect(isCertified(key, kept?.certificate as typeof certificate)).toBe(true)
	expect(isCertified(key, { ...certificate, reason: '別の理由' })).toBe(false)
	expect(isCertified(checkpointKey(jwk), certificate)).toBe(false)
	expect(certificateText(certificate)).toContain(patient.personId)
	expect(JSON.stringify(certificate)).not.toContain('佐々木')
	// The clinic that knew the patient sees in its log that it was done.
	expect(await logOf(clinic.id, 'disposal.execute')).toMatchObject([{ subjects: [patient.personId] }])
	expect(await logOf(patient.personId, 'disposal.request')).toHaveLength(2)
	expect((await openNames(db, vault, [hanako.personId, taro.personId])).size).toBe(2)
})

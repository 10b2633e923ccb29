import { setTimeout as wait } from 'node:timers/promises'
import { appointment, facility } from '@enshin/contracts/api.ts'
import { facilityPatient, ownMembership, patientList } from '@enshin/contracts/memberships.ts'
import { accessLog, facilities, memberships, searchTokens } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makePractitioner, makeWorker, type TestFacility } from '@enshin/db/testing.ts'
import { and, desc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type CallOptions, makeVisit, problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db, emulators } = await startTestApi()
const clinic = await makeFacility(db)
const other = await makeFacility(db)
const pharmacy = await makeFacility(db, 'pharmacy')
const doctor = await makePractitioner(db, clinic)
const pharmacist = await makePractitioner(db, pharmacy)
const tokens = {
	staff: await sessionFor(db, await makeWorker(db, clinic, 'staff')),
	admin: await sessionFor(db, await makeWorker(db, clinic, 'doctor_admin')),
	other: await sessionFor(db, await makeWorker(db, other, 'doctor_admin')),
	pharmacist: await sessionFor(db, pharmacist),
	pharmacyAdmin: await sessionFor(db, await makeWorker(db, pharmacy, 'pharmacy_admin')),
}

const request = (token: string, code = clinic.slug) => call('POST', '/memberships', { token, body: { code } })
const ask = async (token: string, code = clinic.slug) => {
	const answer = await request(token, code)
	expect(answer.status, answer.text).toBe(200)
	return ownMembership.parse(answer.json())
}
const as = (token: string, body?: unknown): CallOptions => ({ token, ...(body !== undefined && { body }) })
const approve = (id: string, body: object = {}, token = tokens.staff) =>
	call('POST', `/memberships/${id}/approve`, as(token, body))
const refuse = (id: string, reason: string, token = tokens.staff) =>
	call('POST', `/memberships/${id}/refuse`, as(token, { reason }))
const own = async (token: string) =>
	z.object({ memberships: z.array(ownMembership) }).parse((await call('GET', '/memberships', { token })).json())
		.memberships
const pending = async (token = tokens.staff, at: TestFacility = clinic) =>
	patientList.parse((await call('GET', `/facilities/${at.id}/memberships`, { token })).json()).patients
async function search(query: Record<string, string>, token = tokens.staff, at: TestFacility = clinic) {
	const answer = await call('GET', `/facilities/${at.id}/patients?${new URLSearchParams(query)}`, { token })
	expect(answer.status, answer.text).toBe(200)
	return new Set(patientList.parse(answer.json()).patients.map(({ id }) => id))
}

async function newPatient(name = '髙橋 花子', telephone?: string, kana?: string) {
	const patient = await makePatient(db, [], name, kana)
	const token = await sessionFor(db, patient)
	if (telephone) await call('PATCH', '/profile', as(token, { telephone }))
	return { ...patient, token }
}

async function mailTo(address: string) {
	for (let tries = 0; tries < 100; tries += 1) {
		const found = emulators.mail?.caught.find(({ to }) => to.includes(address))
		if (found) return found
		await wait(50)
	}
	throw new Error(`no mail to ${address}`)
}

const book = (token: string) =>
	call('POST', '/appointments', {
		token,
		headers: { 'idempotency-key': crypto.randomUUID() },
		body: {
			practitionerId: doctor.practitionerId,
			startsAt: new Date(Math.ceil(Date.now() / 900_000 + 40) * 900_000).toISOString(),
		},
	})

describe('利用登録', () => {
	test('a patient finds the facility by its code however it is typed, and asks; asking twice is asking once', async () => {
		const patient = await newPatient()
		const [{ code } = { code: '' }] = await db.select().from(facilities).where(eq(facilities.id, clinic.id))
		const typed = ` ${code.toUpperCase().replaceAll('-', '－')} `
		const found = await call('GET', `/memberships/facility?${new URLSearchParams({ code: typed })}`, patient)
		expect(found.json()).toMatchObject({ id: clinic.id, name: '試験clinic' })
		const first = await ask(patient.token, typed)
		expect(first).toMatchObject({ status: 'pending', refusalReason: null })
		expect((await ask(patient.token)).id).toBe(first.id)
		expect(await own(patient.token)).toHaveLength(1)
		expect(problemOf(await request(patient.token, '0000000')).code).toBe('membership.code_unknown')
	})

	test('whoever waits is seen by that facility alone, and cannot book yet', async () => {
		const patient = await newPatient()
		await ask(patient.token)
		expect((await pending()).map(({ id }) => id)).toContain(patient.personId)
		expect((await pending(tokens.other, other)).map(({ id }) => id)).toEqual([])
		expect(await search({ q: '髙橋' }, tokens.other, other)).toEqual(new Set())
		expect(problemOf(await book(patient.token)).code).toBe('membership.required')
	})

	test('after the approval the patient is told, sees the facility, and books', async () => {
		const patient = await newPatient('青木 待')
		const { id } = await ask(patient.token)
		const answer = await approve(id, { chartNumber: 'S-1001', karteNumber: 'K-77' })
		expect(answer.status, answer.text).toBe(200)
		expect(facilityPatient.parse(answer.json())).toMatchObject({
			status: 'approved',
			chartNumber: 'S-1001',
			karteNumber: 'K-77',
			decidedBy: '山本 健一',
		})
		expect((await mailTo(patient.email)).text).toContain('https://enshin.test/registrations')
		const belongs = z.object({ facilities: z.array(facility) })
		const listed = belongs.parse((await call('GET', '/facilities', { token: patient.token })).json())
		expect(listed.facilities.map((one) => one.id)).toEqual([clinic.id])
		expect((await book(patient.token)).status).toBe(201)
	})

	test('a refusal says why to the patient, who still cannot book, and may ask again', async () => {
		const patient = await newPatient()
		const { id } = await ask(patient.token)
		expect((await refuse(id, '当院は小児のみ診ています。')).status).toBe(200)
		expect(await own(patient.token)).toEqual([
			expect.objectContaining({ status: 'refused', refusalReason: '当院は小児のみ診ています。' }),
		])
		expect((await mailTo(patient.email)).text).toContain('当院は小児のみ診ています。')
		expect(problemOf(await book(patient.token)).code).toBe('membership.required')
		expect(await ask(patient.token)).toMatchObject({ id, status: 'pending', refusalReason: null })
		expect((await approve(id)).status).toBe(200)
	})

	test('of two who decide at once one does; the other is told that it was decided', async () => {
		const patient = await newPatient()
		const { id } = await ask(patient.token)
		const both = await Promise.all([approve(id), refuse(id, 'いいえ')])
		expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
		expect((await approve(id, { from: 'refused' })).status).toBe(both[0]?.status === 200 ? 409 : 200)
	})

	test('another facility’s people, and the patient, cannot decide; a stranger’s request does not exist', async () => {
		const patient = await newPatient()
		const { id } = await ask(patient.token)
		expect(problemOf(await approve(id, {}, tokens.other)).code).toBe('not_found')
		expect(problemOf(await refuse(id, 'x', tokens.other)).code).toBe('not_found')
		expect(problemOf(await approve(id, {}, patient.token)).code).toBe('auth.forbidden')
		const path = `/facilities/${clinic.id}/patients/${patient.personId}`
		expect(problemOf(await call('GET', path, { token: tokens.other })).code).toBe('not_found')
		const elsewhere = `/facilities/${other.id}/patients/${patient.personId}`
		expect(problemOf(await call('GET', elsewhere, { token: tokens.other })).code).toBe('not_found')
		expect(problemOf(await call('GET', path, { token: patient.token })).code).toBe('auth.forbidden')
	})

	test('a 診察券番号 belongs to one patient of a facility, however it is typed; another facility may use it', async () => {
		const [first, second] = [await newPatient(), await newPatient()]
		expect((await approve((await ask(first.token)).id, { chartNumber: 'S-2001' })).status).toBe(200)
		const { id } = await ask(second.token)
		const taken = problemOf(await approve(id, { chartNumber: 'Ｓ－２００１' }))
		expect(taken).toMatchObject({ code: 'membership.chart_number_taken', issues: [{ path: 'chartNumber' }] })
		expect((await approve(id, { chartNumber: 'S-2002' })).status).toBe(200)
		const path = `/facilities/${clinic.id}/patients/${second.personId}/labels`
		const changed = await call('PATCH', path, as(tokens.staff, { chartNumber: 's-2001' }))
		expect(problemOf(changed).code).toBe('membership.chart_number_taken')
		const there = await ask(second.token, other.slug)
		expect((await approve(there.id, { chartNumber: 'S-2001' }, tokens.other)).status).toBe(200)
	})
})

describe('search', async () => {
	const hanako = await newPatient('髙橋 花子', '090-1111-2345')
	const taro = await newPatient('﨑山 太郎', undefined, 'さきやま たろう')
	await approve((await ask(hanako.token)).id, { chartNumber: 'C-0042', karteNumber: 'K-0007' })
	await approve((await ask(taro.token)).id, {})
	const waiting = await newPatient('髙橋 待子')
	await ask(waiting.token)
	const { patientNumber } = (await call('GET', '/profile', hanako)).json() as { patientNumber: string }

	test.each([
		[{ q: '髙橋' }],
		[{ q: '高橋花' }],
		[{ q: 'タカハシ', by: 'name' }],
		[{ q: 'ﾊﾅｺ', by: 'name' }],
		[{ q: 'はな' }],
		[{ q: 'ｃ－００４２' }],
		[{ q: 'C-0042', by: 'chart_number' }],
		[{ q: 'k-0007' }],
		[{ q: 'K-0007', by: 'karte_number' }],
		[{ q: '090-1111-2345' }],
		[{ q: '０９０１１１１２３４５', by: 'telephone' }],
		[{ q: '2345', by: 'telephone' }],
		[{ q: patientNumber }],
		[{ q: patientNumber, by: 'patient_number' }],
	])('%j finds her, and nobody who waits', async (query) => {
		const found = await search(query)
		expect(found.has(hanako.personId)).toBe(true)
		expect(found.has(taro.personId)).toBe(false)
		expect(found.has(waiting.personId)).toBe(false)
	})

	test.each([
		[{ q: 'C-004' }],
		[{ q: 'C-0042', by: 'karte_number' }],
		[{ q: '橋' }],
		[{ q: '！？' }],
		[{ q: 'x', by: 'appointment_day' }],
		[{ q: '誰か', by: 'practitioner' }],
	])('%j finds nobody', async (query) => expect(await search(query)).toEqual(new Set()))

	test('the latest come without words; the search is logged with whom it showed, and without its words', async () => {
		const found = await search({ q: '高橋', by: 'name' })
		const [entry] = await db
			.select({ subjects: accessLog.subjects, entry: accessLog.entry })
			.from(accessLog)
			.where(and(eq(accessLog.chainId, clinic.id), eq(accessLog.action, 'patient.search')))
			.orderBy(desc(accessLog.seq))
			.limit(1)
		expect(new Set(entry?.subjects)).toEqual(found)
		expect(entry?.entry).not.toContain('高橋')
		expect((await search({})).has(hanako.personId)).toBe(true)
	})

	test('under a new name a patient is found, and under the old one no more', async () => {
		const patient = await newPatient('旧姓 京子')
		await approve((await ask(patient.token)).id, {})
		expect(await search({ q: '旧姓' })).toEqual(new Set([patient.personId]))
		await call('PATCH', '/profile', as(patient.token, { name: '新姓 京子', kana: 'しんせい きょうこ' }))
		expect(await search({ q: '旧姓' })).toEqual(new Set())
		expect(await search({ q: 'シンセイ' })).toEqual(new Set([patient.personId]))
		expect((await call('GET', '/profile', patient)).json()).toMatchObject({ name: '新姓 京子' })
	})

	test('a pharmacy finds its patients by 薬剤師名 and by 予約日時', async () => {
		const patient = await newPatient('薬局 花子')
		await approve((await ask(patient.token, pharmacy.slug)).id, {}, tokens.pharmacist)
		const { practitionerId } = pharmacist
		const { appointmentId } = await makeVisit(db, {
			facilityId: pharmacy.id,
			practitionerId,
			patientId: patient.personId,
			inMinutes: 60 * 24 * 3,
			kind: 'guidance',
		})
		const visit = appointment.parse(
			(await call('GET', `/appointments/${appointmentId}`, { token: tokens.pharmacist })).json(),
		)
		const day = new Date(visit.startsAt).toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' })
		const her = new Set([patient.personId])
		expect(await search({ q: '山本', by: 'practitioner' }, tokens.pharmacist, pharmacy)).toEqual(her)
		expect(await search({ q: 'けんいち', by: 'practitioner' }, tokens.pharmacist, pharmacy)).toEqual(her)
		expect(await search({ q: day, by: 'appointment_day' }, tokens.pharmacist, pharmacy)).toEqual(her)
		expect(await search({ q: '2020-01-01', by: 'appointment_day' }, tokens.pharmacist, pharmacy)).toEqual(new Set())
	})
})

describe('own labels', () => {
	const path = `/facilities/${clinic.id}/labels`
	const labels = z.object({ labels: z.array(z.object({ id: z.string(), name: z.string() })) })

	test('are defined by admins, filled in by all of its people, and searched', async () => {
		expect(problemOf(await call('POST', path, as(tokens.staff, { name: '担当チーム' }))).code).toBe('auth.forbidden')
		const made = labels.parse((await call('POST', path, as(tokens.admin, { name: '担当チーム' }))).json()).labels
		const labelId = made.at(-1)?.id ?? ''
		expect(problemOf(await call('POST', path, as(tokens.admin, { name: '担当 チーム' }))).code).toBe('label.taken')
		const patient = await newPatient('項目 花子')
		await approve((await ask(patient.token)).id, {})
		const of = `/facilities/${clinic.id}/patients/${patient.personId}/labels`
		const filled = await call('PATCH', of, as(tokens.staff, { labels: [{ labelId, value: 'みどり組' }] }))
		expect(facilityPatient.parse(filled.json()).labels).toEqual([{ labelId, value: 'みどり組' }])
		const her = new Set([patient.personId])
		expect(await search({ q: 'ミドリ組' })).toEqual(her)
		expect(await search({ q: 'みどり組', by: 'label', labelId })).toEqual(her)
		expect(await search({ q: 'みどり組', by: 'label', labelId: crypto.randomUUID() })).toEqual(new Set())

		const renamed = await call('PATCH', `${path}/${labelId}`, as(tokens.admin, { name: 'チーム' }))
		expect(labels.parse(renamed.json()).labels).toContainEqual({ id: labelId, name: 'チーム' })
		expect((await call('DELETE', `${path}/${labelId}`, { token: tokens.admin })).status).toBe(200)
		expect(await search({ q: 'みどり組' })).toEqual(new Set())
	})

	test('of another facility do not exist', async () => {
		const made = labels.parse((await call('POST', path, as(tokens.admin, { name: 'よその項目' }))).json()).labels
		const labelId = made.at(-1)?.id ?? ''
		for (const [method, body] of [
			['PATCH', { name: 'x' }],
			['DELETE', undefined],
		] as const) {
			const there = await call(method, `/facilities/${other.id}/labels/${labelId}`, as(tokens.other, body))
			expect(problemOf(there).code).toBe('not_found')
			const here = await call(method, `${path}/${labelId}`, as(tokens.other, body))
			expect(problemOf(here).code).toBe('not_found')
		}
		const patient = await newPatient()
		await approve((await ask(patient.token, other.slug)).id, {}, tokens.other)
		const of = `/facilities/${other.id}/patients/${patient.personId}/labels`
		const filled = await call('PATCH', of, as(tokens.other, { labels: [{ labelId, value: 'x' }] }))
		expect(problemOf(filled).code).toBe('not_found')
	})
})

test('what a facility notes of a patient is sealed, and its index differs from facility to facility', async () => {
	const patient = await newPatient('封印 花子')
	for (const [at, token] of [
		[clinic, tokens.staff],
		[other, tokens.other],
	] as const) {
		await approve((await ask(patient.token, at.slug)).id, { chartNumber: 'SAME-1' }, token)
	}
	const rows = await db.select().from(memberships).where(eq(memberships.patientId, patient.personId))
	expect(rows).toHaveLength(2)
	expect(rows[0]?.chartNumberIndex).not.toEqual(rows[1]?.chartNumberIndex)
	for (const { chartNumber } of rows) expect(Buffer.from(chartNumber ?? '').toString('latin1')).not.toContain('SAME-1')
	const found = await db.select().from(searchTokens).where(eq(searchTokens.patientId, patient.personId))
	const of = (id: string) =>
		new Set(found.filter((row) => row.facilityId === id).map(({ token }) => token.toString('hex')))
	expect(of(clinic.id).size).toBeGreaterThan(5)
	expect([...of(clinic.id)].filter((token) => of(other.id).has(token))).toEqual([])
})

test('the patient’s page tells the facility who acts for them, and every visit here', async () => {
	const guardian = await newPatient('保護 者')
	const child = {
		name: '保護 子',
		kana: 'ほご こ',
		birthDate: '2020-02-02',
		sex: 'male',
		telephone: null,
		relation: 'parent',
	}
	const { patientId } = (await call('POST', '/family', as(guardian.token, child))).json() as { patientId: string }
	const asked = await call('POST', '/memberships', {
		...as(guardian.token, { code: clinic.slug }),
		headers: { 'x-enshin-for': patientId },
	})
	await approve(ownMembership.parse(asked.json()).id, {})
	await makeVisit(db, {
		facilityId: clinic.id,
		practitionerId: doctor.practitionerId,
		patientId,
		inMinutes: 60 * 24 * 9,
	})
	const answer = await call('GET', `/facilities/${clinic.id}/patients/${patientId}`, { token: tokens.staff })
	const detail = facilityPatient.parse(answer.json())
	expect(detail.guardians).toEqual([expect.objectContaining({ name: '保護 者', relation: 'parent' })])
	expect(detail.appointments).toHaveLength(1)
	expect((await mailTo(guardian.email)).text).toContain('承認されました')
})

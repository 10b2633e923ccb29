import { type Appointment, facility } from '@enshin/contracts/api.ts'
import { foundAtMost } from '@enshin/contracts/memberships.ts'
import { addMembership } from '@enshin/db/people.ts'
import { makeFacility, makePatient, makePractitioner, makeWorker } from '@enshin/db/testing.ts'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db, vault } = await startTestApi()
const clinic = await makeFacility(db)
const pharmacy = await makeFacility(db, 'pharmacy')
const unknownToPatient = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)
const pharmacist = await makePractitioner(db, pharmacy)
const staff = await makeWorker(db, clinic, 'staff')
const hanako = await makePatient(db, [clinic, pharmacy], '髙橋 花子')
const taro = await makePatient(db, [], '﨑山 太郎', 'さきやま たろう')
const named = { name: taro.name, kana: 'さきやま たろう' }
await addMembership(db, vault, { patientId: taro.personId, facilityId: clinic.id, chartNumber: 'C-0042', ...named })
const stranger = await makePatient(db, [unknownToPatient], '髙橋 次郎')
const pending = await makePatient(db, [], '髙橋 待子')
await addMembership(db, vault, {
	patientId: pending.personId,
	facilityId: clinic.id,
	status: 'pending',
	name: pending.name,
	kana: 'たかはし まちこ',
})

const listed = z.object({ facilities: z.array(facility) })
const facilitiesOf = async (who: { assignmentId: string }) =>
	listed.parse((await call('GET', '/facilities', { token: await sessionFor(db, who) })).json()).facilities

test('a patient sees the facilities that approved them, each with who can be booked there', async () => {
	const own = await facilitiesOf(hanako)
	expect(new Set(own.map(({ id }) => id))).toEqual(new Set([clinic.id, pharmacy.id]))
	expect(own.find(({ id }) => id === clinic.id)?.practitioners.map(({ id }) => id)).toEqual([doctor.practitionerId])
	expect(own.find(({ id }) => id === pharmacy.id)?.practitioners.map(({ id }) => id)).toEqual([
		pharmacist.practitionerId,
	])
	expect(await facilitiesOf(pending)).toEqual([])
})

test("a facility's people see their own one", async () => {
	expect((await facilitiesOf(staff)).map(({ id }) => id)).toEqual([clinic.id])
	expect((await facilitiesOf(pharmacist)).map(({ id }) => id)).toEqual([pharmacy.id])
})

async function search(who: { assignmentId: string }, q: string | null, facilityId = clinic.id) {
	const query = q === null ? '' : `?${new URLSearchParams({ q })}`
	return call('GET', `/facilities/${facilityId}/patients${query}`, { token: await sessionFor(db, who) })
}
async function idsFor(q: string | null) {
	const { patients } = (await search(staff, q)).json() as { patients: Appointment['patient'][] }
	return new Set(patients.map(({ id }) => id))
}

test.each([
	['髙橋', [hanako]],
	['高橋', [hanako]],
	['はなこ', [hanako]],
	['橋', []],
	['髙橋花子', [hanako]],
	['﨑山　太郎', [taro]],
	['ｻｷﾔﾏ', [taro]],
	['さきやま た', [taro]],
	['c-0042', [taro]],
	['%', []],
	['_', []],
	["' OR ''='", []],
	['', [hanako, taro]],
	[null, [hanako, taro]],
])('searching for %s finds only approved patients that match', async (q, expected) => {
	expect(await idsFor(q)).toEqual(new Set(expected.map(({ personId }) => personId)))
})

test("another facility's patients do not exist, nor does another facility", async () => {
	expect(await idsFor(stranger.name)).not.toContain(stranger.personId)
	expect(problemOf(await search(pharmacist, '髙橋')).code).toBe('not_found')
	expect(problemOf(await search(staff, '髙橋', unknownToPatient.id)).code).toBe('not_found')
})

test('a patient may not search patients', async () => {
	expect(problemOf(await search(hanako, '髙橋')).code).toBe('auth.forbidden')
})

test('a search is cut at its limit', async () => {
	const crowded = await makeFacility(db)
	const receptionist = await makeWorker(db, crowded, 'staff')
	for (let count = 0; count < foundAtMost + 3; count += 1) await makePatient(db, [crowded])
	const answer = await search(receptionist, 'たかはし', crowded.id)
	expect((answer.json() as { patients: unknown[] }).patients).toHaveLength(foundAtMost)
})

import { makeFacility, makePatient, makePractitioner, makeWorker } from '@enshin/db/testing.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeVisit, problemOf, serviceSecret, sessionFor, startTestApi } from './support.ts'

const { call, db, logLines } = await startTestApi()
const clinic = await makeFacility(db)
const doctor = await makePractitioner(db, clinic)
const admin = await makeWorker(db, clinic, 'doctor_admin')
const patient = await makePatient(db, [clinic])
const who = { facilityId: clinic.id, practitionerId: doctor.practitionerId, patientId: patient.personId }
const { appointmentId, callId } = await makeVisit(db, { ...who, inMinutes: 24 * 60 })

type Operation = { parameters?: { name: string; in: string }[] }
const document = (await call('GET', '/openapi.json')).json() as { paths: Record<string, Record<string, Operation>> }
const routes = Object.entries(document.paths)
	.flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, { parameters = [] }]) => ({ method, path, parameters })),
	)
	// It would end the sessions that ask; sign-in has its own test of this kind.
	.filter(({ path }) => !path.startsWith('/sessions'))
	.map((route) => ({ ...route, query: route.parameters.filter((parameter) => parameter.in === 'query') }))

const ids = [clinic.id, doctor.practitionerId, patient.personId, appointmentId, callId]
const moments = [
	'2026-11-23T00:00:00Z',
	'0000-01-01T00:00:00Z',
	'9999-12-31T23:59:59.999999+23:59',
	'2026-02-30T00:00:00Z',
]
const days = ['2026-11-23', '0000-01-01', '0001-01-01', '9999-12-31', '2026-02-30']
const oddities = [
	'',
	' ',
	'\u0000',
	'ｆ',
	'\ud800',
	"'; drop table people; --",
	'__proto__',
	'constructor',
	'-1',
	'1e308',
	'NaN',
	'%',
]
const text = fc.oneof(
	fc.constantFrom(...ids, ...moments, ...days, ...oddities, '09:00', '24:00', '7', '62'),
	fc.string(),
)
const value = fc.oneof(
	text,
	fc.constantFrom(0, -1, 15, 60, 2 ** 31, 2 ** 53, 1e308, null, true),
	fc.array(fc.oneof(text, fc.record({ weekday: fc.integer(), from: text, to: text })), { maxLength: 3 }),
	fc.jsonValue({ maxDepth: 2 }),
)
/** Bodies with the names that routes know, so that more than the first check is reached. */
const names = ['practitionerId', 'startsAt', 'patientId', 'slotMinutes', 'hours', 'daysOff', 'events', '__proto__']
const body = fc.oneof(
	fc.dictionary(fc.constantFrom(...names), value),
	fc.record(
		{ practitionerId: fc.constant(doctor.practitionerId), startsAt: fc.constantFrom(...moments), patientId: text },
		{ requiredKeys: ['practitionerId', 'startsAt'] },
	),
	fc.record({
		slotMinutes: fc.constantFrom(10, 15, 60),
		hours: fc.array(fc.record({ weekday: fc.integer({ min: 0, max: 8 }), from: text, to: text }), { maxLength: 3 }),
		daysOff: fc.array(fc.constantFrom(...days), { maxLength: 3 }),
	}),
	value,
)

const tokens = [await sessionFor(db, admin), await sessionFor(db, doctor), await sessionFor(db, patient)]

/** Mostly what the name asks for, so that the verbs are reached, and sometimes anything. */
const queryValues: Record<string, fc.Arbitrary<string>> = {
	date: fc.constantFrom(...days),
	from: fc.constantFrom(...days),
	days: fc.constantFrom('1', '7', '62', '0', '1e1'),
	practitionerId: fc.constantFrom(...ids),
}
const query = fc.record(
	Object.fromEntries(
		['date', 'from', 'days', 'practitionerId', 'q'].map((name) => [
			name,
			fc.oneof({ weight: 6, arbitrary: queryValues[name] ?? text }, { weight: 1, arbitrary: text }),
		]),
	),
)

test('no route can be brought to a fault of ours, whatever a signed-in person sends', async () => {
	const requests = fc.record({
		route: fc.constantFrom(...routes),
		param: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: text }),
		query,
		token: fc.constantFrom(...tokens),
		key: fc.constantFrom('a', 'b', 'x'.repeat(200), 'x'.repeat(201)),
		body,
	})
	await fc.assert(
		fc.asyncProperty(requests, async ({ route, param, query, token, key, body: sent }) => {
			const path = route.path.replaceAll(/\{\w+\}/g, percentEncoded(param))
			const search = route.query.map(({ name }) => `${name}=${percentEncoded(query[name] ?? '')}`).join('&')
			const answer = await call(route.method.toUpperCase(), `${path}?${search}`, {
				token: route.path.startsWith('/internal/') ? serviceSecret : token,
				headers: { 'idempotency-key': key },
				...(route.method !== 'get' && { body: JSON.stringify(sent) }),
			})
			if (answer.status >= 400) expect(problemOf(answer).status, logLines.at(-2)).toBeLessThan(500)
		}),
		{ numRuns: 250 },
	)
})

/** `encodeURIComponent` throws on half a surrogate; a stranger's client does not. */
function percentEncoded(part: string): string {
	return encodeURIComponent(part.toWellFormed()) || '%20'
}

import { makeFacility, makeWorker, testPassword } from '@enshin/db/testing.ts'
import { expect, test } from 'vitest'
import { problemOf, serviceSecret, sessionFor, startTestApi } from './support.ts'

const { call, db, logLines } = await startTestApi()
const clinic = await makeFacility(db)
const staff = await makeWorker(db, clinic, 'staff')
const token = await sessionFor(db, staff)

test('a fault of ours says nothing of itself to the reader, and everything to the log but what it was about', async () => {
	await db.execute(`alter table facilities rename column telephone to phone`)
	const answer = await call('GET', '/facilities', { token })
	await db.execute(`alter table facilities rename column phone to telephone`)
	const problem = problemOf(answer)
	expect(problem).toEqual({
		type: 'urn:enshin:problem:internal',
		code: 'internal',
		status: 500,
		title: expect.any(String),
		requestId: answer.headers.get('x-request-id'),
	})
	for (const inside of ['select', 'telephone', 'column', '42703', 'node_modules', '.ts']) {
		expect(answer.text).not.toContain(inside)
	}
	const line = logLines.map((text) => JSON.parse(text)).find(({ err }) => err)
	expect(line).toMatchObject({ level: 'error', requestId: problem.requestId, err: { cause: { code: '42703' } } })
	expect(line.err.stack.length).toBeGreaterThan(0)
})

test('the log holds one line a request, and neither secrets nor what was searched for', async () => {
	const headers = { 'x-enshin-service': serviceSecret, 'x-enshin-client-address': '198.51.100.1' }
	await call('POST', '/sessions', {
		body: { email: staff.email, password: testPassword, facility: clinic.slug },
		headers,
	})
	await call('GET', `/facilities/${clinic.id}/patients?q=${encodeURIComponent('髙橋')}`, { token })
	const log = logLines.join('')
	for (const secret of [token, testPassword, serviceSecret, staff.email, '髙橋', encodeURIComponent('髙橋')]) {
		expect(log).not.toContain(secret)
	}
	const requests = logLines.map((text) => JSON.parse(text)).filter(({ msg }) => msg === 'request')
	expect(requests.at(-1)).toMatchObject({
		method: 'GET',
		path: `/facilities/${clinic.id}/patients`,
		status: 200,
		ms: expect.any(Number),
		requestId: expect.any(String),
	})
})

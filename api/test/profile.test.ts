import { setTimeout as wait } from 'node:timers/promises'
import { begunEmailChange, profile } from '@enshin/contracts/profile.ts'
import { accessLog, people, sessions } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makeWorker, testPassword } from '@enshin/db/testing.ts'
import { desc, eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { problemOf, sessionFor, startTestApi } from './support.ts'

const { call, db, emulators } = await startTestApi()

async function mailTo(address: string, subject: string) {
	for (let tries = 0; tries < 100; tries += 1) {
		const found = emulators.mail?.caught.find((mail) => mail.to.includes(address) && mail.subject.includes(subject))
		if (found) return found
		await wait(50)
	}
	throw new Error(`no mail to ${address}`)
}

test('a patient reads and changes their own data; what is left out stays, and all of it is sealed and logged', async () => {
	const hanako = await makePatient(db)
	const token = await sessionFor(db, hanako)
	const before = profile.parse((await call('GET', '/profile', { token })).json())
	const body = { kana: 'ﾀｶﾊｼ ﾊﾅｴ', insuranceNumber: '12・3456', telephone: '090-8888-7777', locale: 'en' }
	const after = profile.parse((await call('PATCH', '/profile', { token, body })).json())
	expect(after).toEqual({ ...before, ...body, kana: 'たかはし はなえ', telephone: '+819088887777' })
	const cleared = await call('PATCH', '/profile', { token, body: { insuranceNumber: null } })
	expect(profile.parse(cleared.json())).toEqual({ ...after, insuranceNumber: null })
	const [row] = await db.select().from(people).where(eq(people.id, hanako.personId))
	expect(Buffer.from(row?.telephone ?? '').toString('latin1')).not.toContain('9088887777')
	const [entry] = await db
		.select()
		.from(accessLog)
		.where(eq(accessLog.chainId, hanako.personId))
		.orderBy(desc(accessLog.seq))
		.limit(1)
	expect(entry).toMatchObject({ action: 'profile.write', subjects: [hanako.personId] })
})

test('of several changes at once, each to another part of who one is, none takes another back', async () => {
	const token = await sessionFor(db, await makePatient(db))
	const parts = [{ name: '髙橋 花江' }, { kana: 'たかはし はなえ' }, { birthDate: '1951-04-04' }, { sex: 'other' }]
	await Promise.all(parts.map((body) => call('PATCH', '/profile', { token, body })))
	const after = profile.parse((await call('GET', '/profile', { token })).json())
	expect(after).toMatchObject(Object.assign({}, ...parts))
})

test.each([
	[{ birthDate: '2999-01-01' }, 'request.invalid'],
	[{ birthDate: '1899-12-31' }, 'request.invalid'],
	[{ name: ' ' }, 'request.invalid'],
	[{ name: 'a\nb' }, 'request.invalid'],
	[{ kana: '漢字' }, 'request.invalid'],
	[{ telephone: '5550-0101' }, 'telephone.unreadable'],
	[{ sex: 'unknown' }, 'request.invalid'],
])('%j is refused: %s', async (body, code) => {
	const token = await sessionFor(db, await makePatient(db))
	expect(problemOf(await call('PATCH', '/profile', { token, body })).code).toBe(code)
})

test('a facility’s people have no profile of this kind', async () => {
	const token = await sessionFor(db, await makeWorker(db, await makeFacility(db), 'staff'))
	expect(problemOf(await call('GET', '/profile', { token })).code).toBe('auth.forbidden')
})

test('a new mail address counts once its code was typed in; the old one is told, and signs in no more', async () => {
	const hanako = await makePatient(db)
	const token = await sessionFor(db, hanako)
	const email = 'new-address@mail.example'
	const begun = await call('POST', '/profile/email', { token, body: { email: ' New-Address@mail.example' } })
	const { id } = begunEmailChange.parse(begun.json())
	const code = /\d{6}/.exec((await mailTo(email, '確認コード')).text)?.[0] ?? ''
	const path = `/profile/email/${id}/code`
	expect(problemOf(await call('POST', path, { token, body: { email: 'other@mail.example', code } })).code).toBe(
		'code.wrong',
	)
	const somebody = await sessionFor(db, await makePatient(db))
	expect(problemOf(await call('POST', path, { token: somebody, body: { email, code } })).code).toBe('code.expired')
	expect(profile.parse((await call('POST', path, { token, body: { email, code } })).json()).email).toBe(email)
	await mailTo(hanako.email, '変更されました')
	const signIn = (address: string) => call('POST', '/sessions', { body: { email: address, password: testPassword } })
	expect(problemOf(await signIn(hanako.email)).code).toBe('auth.failed')
	expect((await signIn(email)).status).toBe(201)
})

test('somebody else’s address has the same answer, and its owner is told; an old sign-in may not ask', async () => {
	const [hanako, taro] = [await makePatient(db), await makePatient(db)]
	const token = await sessionFor(db, hanako)
	const begun = await call('POST', '/profile/email', { token, body: { email: taro.email } })
	expect(begun.status).toBe(202)
	expect((await mailTo(taro.email, 'すでに登録')).text).not.toMatch(/\d{6}/)
	await db
		.update(sessions)
		.set({ authenticatedAt: sql`now() - interval '6 minutes'` })
		.where(eq(sessions.assignmentId, hanako.assignmentId))
	const stale = await call('POST', '/profile/email', { token, body: { email: 'x@mail.example' } })
	expect(problemOf(stale).code).toBe('auth.step_up')
})

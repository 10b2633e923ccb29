import { setTimeout as wait } from 'node:timers/promises'
import { signedIn } from '@enshin/contracts/api.ts'
import { begunSignUp, confirmedSignUp } from '@enshin/contracts/profile.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { accessLog, credentials, dataKeys, people } from '@enshin/db/schema/index.ts'
import { makePatient } from '@enshin/db/testing.ts'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { codeTries } from '../src/patients/codes.ts'
import { problemOf, serviceSecret, startTestApi } from './support.ts'

const { call, db, emulators, vault } = await startTestApi()
const known = await makePatient(db)

let lastAddress = 0
/** As from another household each time, so that one test's limits are not another's. */
function fromAnywhere() {
	lastAddress += 1
	return { 'x-enshin-service': serviceSecret, 'x-enshin-client-address': `198.51.100.${lastAddress}` }
}

const begin = (contact: string, headers = fromAnywhere()) =>
	call('POST', '/sign-ups', { body: { contact, locale: 'ja' }, headers })
const confirm = (id: string, contact: string, code: string) =>
	call('POST', `/sign-ups/${id}/code`, { body: { contact, code } })

async function mailTo(address: string): Promise<{ subject: string; text: string }> {
	for (let tries = 0; tries < 100; tries += 1) {
		const found = emulators.mail?.caught.find(({ to }) => to.includes(address))
		if (found) return found
		await wait(50)
	}
	throw new Error(`no mail to ${address}`)
}

const codeIn = (text: string) => /\d{6}/.exec(text.replace(/〒?\d{3}-\d{4}/g, ''))?.[0] ?? ''
const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

const facts = {
	name: '髙橋　春子',
	kana: 'タカハシ ﾊﾙｺ',
	birthDate: '1948-02-29',
	sex: 'female',
	telephone: '03-5550-0199',
	password: 'みどりの自転車と七つの古い鍵',
	locale: 'ja',
}

async function ticketFor(contact: string, read: () => Promise<string>) {
	const { id } = begunSignUp.parse((await begin(contact)).json())
	const answer = await confirm(id, contact, await read())
	return confirmedSignUp.parse(answer.json()).ticket
}
const mailed = (address: string) => async () => codeIn((await mailTo(address)).text)

test('a stranger signs up by a code in a mail, and is signed in as a patient with a number of their own', async () => {
	const contact = 'haruko@mail.example'
	const ticket = await ticketFor(' Haruko@Mail.example ', mailed(contact))
	const finished = await call('POST', '/sign-ups/finish', { body: { ...facts, contact, ticket } })
	expect(finished.status).toBe(201)
	const { token, me } = signedIn.parse(finished.json())
	expect(me).toMatchObject({ name: '髙橋 春子', kana: 'たかはし はるこ', role: 'patient', facility: null })
	const profile = (await call('GET', '/profile', { token })).json()
	expect(profile).toMatchObject({
		patientNumber: expect.stringMatching(new RegExp(`^${tokyoDay(new Date()).slice(0, 4)}-\\d{6}$`)),
		birthDate: '1948-02-29',
		telephone: '+81355500199',
		email: contact,
	})
	const again = await call('POST', '/sessions', { body: { email: contact, password: facts.password } })
	expect(again.status).toBe(201)
	const [logged] = await db.select().from(accessLog).where(eq(accessLog.chainId, me.personId))
	const keys = await db.select().from(dataKeys)
	const ofSignUps = keys.filter(({ ownerId }) => ![known.personId, me.personId].includes(ownerId))
	expect(ofSignUps.map(({ wrapped }) => wrapped)).toEqual([null])
	expect(logged).toMatchObject({ action: 'account.join', subjects: [me.personId] })
})

test('a stranger signs up by a code in an SMS', async () => {
	const typed = '０９０−１２３４−５６７８'
	const read = async () => codeIn(emulators.sms?.caught.find(({ to }) => to === '+819012345678')?.text ?? '')
	const ticket = await ticketFor(typed, read)
	const finished = await call('POST', '/sign-ups/finish', { body: { ...facts, contact: typed, ticket } })
	expect(finished.status).toBe(201)
	const { me } = signedIn.parse(finished.json())
	const [credential] = await db.select().from(credentials).where(eq(credentials.personId, me.personId))
	expect(credential?.emailIndex).toBeNull()
	expect(credential?.telephoneIndex).toEqual(vault.index('telephone', null, '+819012345678'))
})

describe('nobody learns who is a patient', () => {
	test('a known address has the same answer, and its owner is told in a mail that carries no code', async () => {
		const [unknown, answered] = [await begin('nobody@mail.example'), await begin(known.email)]
		expect(answered.status).toBe(unknown.status)
		const shape = (answer: typeof unknown) => Object.keys(answer.json() as object).sort()
		expect(shape(answered)).toEqual(shape(unknown))
		expect(begunSignUp.parse(answered.json()).channel).toBe('mail')
		const { subject, text } = await mailTo(known.email)
		expect(subject).toContain('すでに登録')
		expect(text).not.toMatch(/\d{6}/)
	})

	test('a code for a known address is wrong like any wrong code, and then expires like any', async () => {
		const codes: string[][] = []
		for (const contact of ['somebody@mail.example', known.email]) {
			const { id } = begunSignUp.parse((await begin(contact)).json())
			const right = contact === known.email ? '000000' : await mailed(contact)()
			const told: string[] = []
			for (let tries = 0; tries <= codeTries; tries += 1) {
				told.push(problemOf(await confirm(id, contact, wrongFor(right))).code)
			}
			codes.push(told)
		}
		expect(codes[0]).toEqual([...Array(codeTries).fill('code.wrong'), 'code.expired'])
		expect(codes[1]).toEqual(codes[0])
	})

	test('known and unknown addresses take as long', async () => {
		const took = { known: [] as number[], unknown: [] as number[] }
		const patients = await Promise.all(Array.from({ length: 8 }, () => makePatient(db)))
		await begin('warm-up@mail.example')
		for (const [at, { email }] of patients.entries()) {
			for (const [kind, contact] of [['known', email] as const, ['unknown', `t${at}@mail.example`] as const]) {
				const startedAt = performance.now()
				expect((await begin(contact)).status).toBe(202)
				took[kind].push(performance.now() - startedAt)
			}
		}
		const median = (of: number[]) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0
		// An Argon2id or a provider's answer would be 50 ms and more.
		expect(Math.abs(median(took.known) - median(took.unknown))).toBeLessThan(50)
	})
})

describe('a code', () => {
	test('is good for five tries: the right one after five wrong ones opens nothing', async () => {
		const contact = 'brute@mail.example'
		const { id } = begunSignUp.parse((await begin(contact)).json())
		const right = await mailed(contact)()
		const wrong = await Promise.all(Array.from({ length: 20 }, () => confirm(id, contact, wrongFor(right))))
		expect(wrong.filter((answer) => problemOf(answer).code === 'code.wrong')).toHaveLength(codeTries)
		expect(problemOf(await confirm(id, contact, right)).code).toBe('code.expired')
	})

	test('is good once, and for the contact it went to alone', async () => {
		const contact = 'once@mail.example'
		const { id } = begunSignUp.parse((await begin(contact)).json())
		const right = await mailed(contact)()
		expect(problemOf(await confirm(id, 'another@mail.example', right)).code).toBe('code.wrong')
		const answers = await Promise.all(Array.from({ length: 3 }, () => confirm(id, contact, right)))
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
		expect(problemOf(await confirm(id, contact, right)).code).toBe('code.expired')
	})

	test('is sent to one address five times an hour, and asked for from one household twenty times', async () => {
		const answers = []
		for (let at = 0; at < 6; at += 1) answers.push(await begin('again@mail.example'))
		expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 429])
		const household = { 'x-enshin-service': serviceSecret }
		const statuses = []
		for (let at = 0; at < 21; at += 1) {
			// Another address of the same /64 each time.
			const headers = { ...household, 'x-enshin-client-address': `2001:db8:7:7::${at + 1}` }
			statuses.push((await begin(`h${at}@mail.example`, headers)).status)
		}
		expect(statuses.at(-1)).toBe(429)
		expect(statuses.slice(0, 20)).toEqual(Array(20).fill(202))
	})
})

test('a ticket is one patient: the contact of another does not fit it, and twice at once makes one account', async () => {
	const contact = 'ticket@mail.example'
	const ticket = await ticketFor(contact, mailed(contact))
	const body = { ...facts, contact, ticket }
	const stolen = await call('POST', '/sign-ups/finish', { body: { ...body, contact: 'thief@mail.example' } })
	expect(problemOf(stolen).code).toBe('sign_up.expired')
	const both = await Promise.all([1, 2].map(() => call('POST', '/sign-ups/finish', { body })))
	expect(both.map(({ status }) => status).sort()).toEqual([201, 410])
})

test('a password others would guess is refused with its reason, and the ticket is good for a better one', async () => {
	const contact = 'guess@mail.example'
	const ticket = await ticketFor(contact, mailed(contact))
	const weak = await call('POST', '/sign-ups/finish', {
		body: { ...facts, contact, ticket, password: 'haruko19480229' },
	})
	const { code, issues } = problemOf(weak)
	expect(code).toBe('password.refused')
	expect(issues?.map((issue) => issue.code)).toContain('contains_own_words')
	expect((await call('POST', '/sign-ups/finish', { body: { ...facts, contact, ticket } })).status).toBe(201)
})

test.each([
	['はなこ', 'contact.invalid'],
	['03-5550-0101', 'telephone.invalid'],
	['+1 212 555 0100', 'sms.not_sent'],
])('%s is refused: %s', async (contact, code) => {
	expect(problemOf(await begin(contact)).code).toBe(code)
})

test('nothing of a sign-up is in clear text, and its numbers do not count up', async () => {
	const rows = await db.select().from(people)
	for (const row of rows) expect(Buffer.from(row.identity).toString('utf8')).not.toContain('髙橋')
	const numbers = rows.flatMap(({ patientNumber }) => (patientNumber?.startsWith('20') ? [patientNumber] : []))
	expect(new Set(numbers).size).toBe(numbers.length)
	const ours = numbers.filter((number) => /^\d{4}-\d{6}$/.test(number)).map((number) => Number(number.slice(5)))
	const steps = ours.slice(1).map((number, at) => Math.abs(number - (ours[at] ?? 0)))
	expect(steps.some((step) => step > 1000)).toBe(true)
})

import { newId } from '@enshin/db/schema/columns.ts'
import { outbox } from '@enshin/db/schema/index.ts'
import { destroyKeys } from '@enshin/db/sealing/destroy-keys.ts'
import type { Owner } from '@enshin/db/sealing/vault.ts'
import { openTestDatabase } from '@enshin/db/testing.ts'
import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { startMailCatcher } from '../src/integrations/mail/mail-catcher.ts'
import { createSmtpMail } from '../src/integrations/mail/smtp-mail.ts'
import { startTwilioEmulator } from '../src/integrations/sms/twilio-emulator.ts'
import { createTwilioSms } from '../src/integrations/sms/twilio-sms.ts'
import { createLog } from '../src/log.ts'
import { claimDue } from '../src/notifications/claim-due.ts'
import { deliver } from '../src/notifications/deliver.ts'
import { enqueue } from '../src/notifications/enqueue.ts'
import { runOutbox } from '../src/notifications/run-outbox.ts'
import { sweepSettled } from '../src/notifications/sweep-settled.ts'

const { db, app, appUrl, vault } = await openTestDatabase()
const catcher = await startMailCatcher()
const twilio = await startTwilioEmulator()
const mail = createSmtpMail({ url: catcher.url, from: 'no-reply@enshin.example', timeoutMs: 1_000 })
const sms = createTwilioSms(twilio.account, { allowedCountries: ['JP'], baseUrl: twilio.url, timeoutMs: 500 })
const lines: string[] = []
const log = createLog('debug', { write: (line) => lines.push(line) })
const sending = { db: app.scoped({ kind: 'service' }), vault, mail, sms, log }
const anyone = app.scoped({ kind: 'auth' })
afterAll(async () => {
	await Promise.all([mail.close(), sms.close()])
	await Promise.all([catcher.close(), twilio.close()])
})
afterEach(() => {
	catcher.behave('take')
	twilio.behave('send')
})

async function newOwner(): Promise<Owner> {
	const owner: Owner = { kind: 'person', id: newId() }
	await vault.createKey(db, owner)
	return owner
}
const hanako = await newOwner()
let count = 0
const aMail = (owner = hanako) => ({
	owner,
	channel: 'mail' as const,
	to: `hanako-${++count}@example.jp`,
	subject: 'ご案内 2026',
	text: 'https://enshin.example/links/secret-token',
})
const anSms = (owner = hanako) => ({
	owner,
	channel: 'sms' as const,
	to: `+81901234${String(++count).padStart(4, '0')}`,
	text: 'ご予約は明日です。',
})
const rowOf = async (id: string) => (await db.select().from(outbox).where(eq(outbox.id, id)))[0]
const caughtBy = (to: string) => catcher.caught.filter((one) => one.to.includes(to))

/** One round of the worker, by hand. */
async function sendDue(): Promise<number> {
	const rows = await claimDue(sending.db, 50)
	await Promise.all(rows.map((row) => deliver(sending, row)))
	return rows.length
}
const makeDue = (id: string) => db.update(outbox).set({ nextAttemptAt: sql`now()` }).where(eq(outbox.id, id))

test('a message is sent when its transaction commits, and not when it does not', async () => {
	const kept = aMail()
	const lost = aMail()
	await anyone.transaction((tx) => enqueue(tx, vault, kept))
	await anyone
		.transaction(async (tx) => {
			await enqueue(tx, vault, lost)
			throw new Error('changed my mind')
		})
		.catch(() => undefined)
	await sendDue()
	expect(caughtBy(kept.to)).toMatchObject([{ subject: kept.subject, text: kept.text }])
	expect(caughtBy(lost.to)).toEqual([])
})

test('what waits is sealed: neither address, subject nor text is in the database', async () => {
	const message = aMail()
	const id = await enqueue(anyone, vault, message)
	const [dump] = await db.execute<{ row: string }>(sql`
		select concat_ws(' ', o::text, encode(recipient, 'escape'), encode(subject, 'escape'), encode(body, 'escape')) as row
		from outbox o where id = ${id}`)
	expect(dump?.row).toContain(id)
	expect(dump?.row).not.toMatch(/hanako|2026 |secret-token/)
	await sendDue()
})

test('what was sent keeps when and to whom, and no longer the link it held', async () => {
	const message = aMail()
	const id = await enqueue(anyone, vault, message)
	await sendDue()
	const row = await rowOf(id)
	expect(row).toMatchObject({ status: 'sent', attempts: 1, failure: null, subject: null, sentAt: expect.any(Date) })
	const keys = await vault.keys(db, [hanako])
	const open = (column: 'recipient' | 'body') =>
		row && keys.open(hanako, { table: 'outbox', column, row: id }, row[column])
	expect([open('recipient'), open('body')]).toEqual([message.to, ''])
})

test('anybody’s change may write a message, and only the sender reads them', async () => {
	const actor = app.scoped({ kind: 'actor', personId: hanako.id, facilityId: null })
	const id = await actor.transaction((tx) => enqueue(tx, vault, aMail()))
	for (const scoped of [actor, anyone]) expect(await scoped.select().from(outbox)).toEqual([])
	expect((await sending.db.select({ id: outbox.id }).from(outbox)).map((row) => row.id)).toContain(id)
	await sendDue()
})

test('a mail that cannot be delivered now is tried again later, and after its last try no more', async () => {
	catcher.behave('later')
	const message = aMail()
	const id = await enqueue(anyone, vault, message)
	await sendDue()
	const first = await rowOf(id)
	expect(first).toMatchObject({ status: 'pending', attempts: 1, failure: 'unavailable' })
	expect(first?.nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 20_000)
	expect(await sendDue(), 'not before its time').toBe(0)

	await db.update(outbox).set({ attempts: 7, nextAttemptAt: sql`now()` }).where(eq(outbox.id, id))
	await sendDue()
	expect(await rowOf(id)).toMatchObject({ status: 'failed', attempts: 8, failure: 'unavailable' })
	catcher.behave('take')
	await makeDue(id)
	expect(await sendDue()).toBe(0)
	expect(caughtBy(message.to)).toEqual([])
})

test('a mail that comes through at the second try is the same mail', async () => {
	catcher.behave('later')
	const message = aMail()
	const id = await enqueue(anyone, vault, message)
	await sendDue()
	catcher.behave('take')
	await makeDue(id)
	await sendDue()
	expect(caughtBy(message.to)).toMatchObject([{ id: `<${id}@enshin.example>` }])
	expect(await rowOf(id)).toMatchObject({ status: 'sent', attempts: 2, failure: null })
})

test('a mail refused for good is not tried again', async () => {
	catcher.behave('refuse')
	const id = await enqueue(anyone, vault, aMail())
	await sendDue()
	expect(await rowOf(id)).toMatchObject({ status: 'failed', attempts: 1, failure: 'refused' })
})

test.each([
	['hang', 'timed_out', 1],
	['fail', 'unavailable', 0],
	['too_many', 'unavailable', 0],
	['invalid_number', 'number_rejected', 0],
] as const)('an SMS whose provider does "%s" has had its one try', async (behaviour, failure, arrived) => {
	twilio.behave(behaviour)
	const message = anSms()
	const id = await enqueue(anyone, vault, message)
	await sendDue()
	expect(await rowOf(id)).toMatchObject({ status: 'failed', attempts: 1, failure })
	twilio.behave('send')
	await makeDue(id)
	expect(await sendDue()).toBe(0)
	expect(twilio.caught.filter(({ to }) => to === message.to)).toHaveLength(arrived)
})

test('an SMS whose sender died on the way is never sent again; a mail is, when its lease is over', async () => {
	const [mailId, smsId] = [await enqueue(anyone, vault, aMail()), await enqueue(anyone, vault, anSms())]
	const taken = await claimDue(sending.db, 50)
	expect(taken).toHaveLength(2)
	expect(await claimDue(sending.db, 50), 'while the lease runs').toEqual([])
	await Promise.all([makeDue(mailId), makeDue(smsId)])
	expect((await claimDue(sending.db, 50)).map(({ id }) => id)).toEqual([mailId])
	expect(await rowOf(smsId)).toMatchObject({ status: 'sending', attempts: 1 })
})

test('many senders side by side send each message once', async () => {
	const messages = [...Array(20)].map((_, index) => (index % 2 ? aMail() : anSms()))
	for (const message of messages) await enqueue(anyone, vault, message)
	const rounds = await Promise.all([...Array(6)].map(() => claimDue(sending.db, 7)))
	const ids = rounds.flat().map(({ id }) => id)
	expect(new Set(ids).size).toBe(ids.length)
	expect(ids).toHaveLength(20)
})

test('a message whose owner’s key was destroyed is not sent, and cannot be read', async () => {
	const owner = await newOwner()
	const message = aMail(owner)
	const id = await enqueue(anyone, vault, message)
	await destroyKeys(db, owner)
	await sendDue()
	expect(await rowOf(id)).toMatchObject({ status: 'failed', failure: 'destroyed' })
	expect(caughtBy(message.to)).toEqual([])
})

test('a mail with two recipients, or a header in its subject, is refused while somebody is there to hear it', async () => {
	await expect(enqueue(anyone, vault, { ...aMail(), to: 'a@example.jp,b@example.jp' })).rejects.toThrow(
		'contact.invalid',
	)
	await expect(enqueue(anyone, vault, { ...anSms(), to: '090-1234-5678' })).rejects.toThrow('contact.invalid')
	await expect(enqueue(anyone, vault, { ...aMail(), subject: 'x\r\nBcc: b@example.jp' })).rejects.toThrow('refused')
})

test('what was done with is forgotten after a month, and what still waits is not', async () => {
	const ids = [await enqueue(anyone, vault, aMail()), await enqueue(anyone, vault, aMail())]
	await sendDue()
	ids.push(await enqueue(anyone, vault, aMail()))
	const [old = '', fresh = '', waiting = ''] = ids
	await db
		.update(outbox)
		.set({ createdAt: sql`now() - interval '31 days'` })
		.where(inArray(outbox.id, [old, waiting]))
	await sweepSettled(sending.db)
	expect([await rowOf(old), (await rowOf(fresh))?.id, (await rowOf(waiting))?.id]).toEqual([undefined, fresh, waiting])
	await sendDue()
})

test('the running outbox sends within moments of the commit, beside another one, each message once', async () => {
	const running = [1, 2].map(() => runOutbox({ ...sending, databaseUrl: appUrl }))
	// What lay there before it listened is sent as well.
	const messages = [...Array(12)].map(() => aMail())
	for (const message of messages) await anyone.transaction((tx) => enqueue(tx, vault, message))
	const startedAt = performance.now()
	await vi.waitFor(() => {
		for (const { to } of messages) expect(caughtBy(to)).toHaveLength(1)
	}, 8_000)
	expect(performance.now() - startedAt).toBeLessThan(8_000)

	const late = aMail()
	await anyone.transaction((tx) => enqueue(tx, vault, late))
	await vi.waitFor(() => expect(caughtBy(late.to)).toHaveLength(1), 2_000)
	await Promise.all(running.map((one) => one.close()))

	const after = aMail()
	await enqueue(anyone, vault, after)
	await new Promise((resolve) => setTimeout(resolve, 200))
	expect(caughtBy(after.to), 'closed').toEqual([])
})

test('neither addresses, numbers nor texts are in the log', () => {
	expect(lines.length).toBeGreaterThan(10)
	expect(lines.join('')).not.toMatch(/hanako|@example\.jp|\+8190|secret-token|ご予約/)
})

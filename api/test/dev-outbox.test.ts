import { makePatient } from '@enshin/db/testing.ts'
import { expect, test, vi } from 'vitest'
import { localCouriers } from '../src/integrations/courier-settings.ts'
import { enqueue } from '../src/notifications/enqueue.ts'
import { problemOf, startTestApi } from './support.ts'

const shown = await startTestApi({ couriers: { ...localCouriers, devOutbox: true } })
const hidden = await startTestApi()
const { personId } = await makePatient(shown.db)
const owner = { kind: 'person' as const, id: personId }

async function readOutbox() {
	const answer = await shown.call('GET', '/dev/outbox')
	expect(answer.status).toBe(200)
	return (answer.json() as { messages: { channel: string; to: string; text: string }[] }).messages
}

test('what was committed is sent by the running api and shown on the development page, newest first', async () => {
	const mail = { channel: 'mail' as const, to: 'hanako@example.jp', subject: 'ご案内', text: 'http://localhost/x' }
	await shown.db.transaction((tx) => enqueue(tx, shown.vault, { owner, ...mail }))
	await vi.waitFor(async () => expect(await readOutbox()).toHaveLength(1), 5_000)
	const sms = { channel: 'sms' as const, to: '+819012345678', text: 'ご予約は明日です。' }
	await shown.db.transaction((tx) => enqueue(tx, shown.vault, { owner, ...sms }))
	await vi.waitFor(async () => expect(await readOutbox()).toHaveLength(2), 5_000)
	expect(await readOutbox()).toMatchObject([{ ...sms, subject: null }, mail])
	expect(shown.emulators.mail?.caught).toHaveLength(1)
})

test('where it is not wished for, there is no such route', async () => {
	const answer = await hidden.call('GET', '/dev/outbox')
	expect(problemOf(answer)).toMatchObject({ status: 404, code: 'request.unknown' })
})

test('an api that stops takes its emulators along', async () => {
	const { url } = hidden.emulators.sms ?? {}
	await hidden.close()
	await expect(fetch(`${url}`)).rejects.toThrow()
})

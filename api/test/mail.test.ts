import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, afterEach, expect, test } from 'vitest'
import { startMailCatcher } from '../src/integrations/mail/mail-catcher.ts'
import { createSmtpMail } from '../src/integrations/mail/smtp-mail.ts'

const catcher = await startMailCatcher()
const from = 'Enshin 遠診 <no-reply@enshin.example>'
const mail = createSmtpMail({ url: catcher.url, from, timeoutMs: 1_000 })
afterAll(async () => {
	await mail.close()
	await catcher.close()
})
afterEach(() => catcher.behave('take'))

let count = 0
const message = (to = 'hanako@example.jp') => ({
	to,
	subject: '遠診からのご案内',
	text: '髙橋 様\n\nこんにちは。',
	key: `key-${++count}`,
})

test('a mail arrives as it was written, in Japanese, with nothing attached', async () => {
	const sent = message()
	const { id } = await mail.send(sent)
	expect(id).toBe(`<${sent.key}@enshin.example>`)
	expect(catcher.caught[0]).toEqual({
		id,
		at: expect.any(Date),
		to: ['hanako@example.jp'],
		from: 'no-reply@enshin.example',
		subject: '遠診からのご案内',
		text: '髙橋 様\n\nこんにちは。',
	})
})

test('html travels beside the text', async () => {
	await mail.send({ ...message(), html: '<p>こんにちは。</p>' })
	expect(catcher.caught[0]).toMatchObject({
		text: '髙橋 様\n\nこんにちは。',
		html: expect.stringContaining('<p>こんにちは。</p>'),
	})
})

test.each(["o'brien@example.ie", 'h.t+enshin@example.co.jp'])('%s reaches the server unchanged', async (to) => {
	await mail.send(message(to))
	expect(catcher.caught[0]?.to).toEqual([to])
})

test.each([
	['two recipients', { to: 'a@example.jp, b@example.jp' }],
	['a recipient with a header behind it', { to: 'a@example.jp\r\nBcc: b@example.jp' }],
	['a subject with a header behind it', { subject: 'x\r\nBcc: b@example.jp' }],
])('%s: nothing leaves', async (_, wrong) => {
	const before = catcher.caught.length
	await expect(mail.send({ ...message(), ...wrong })).rejects.toMatchObject({ failure: 'refused' })
	expect(catcher.caught).toHaveLength(before)
})

test('a server that refuses for now may be tried again, one that refuses for good may not', async () => {
	catcher.behave('later')
	await expect(mail.send(message())).rejects.toMatchObject({ failure: 'unavailable', detail: '450' })
	catcher.behave('refuse')
	await expect(mail.send(message())).rejects.toMatchObject({ failure: 'refused', detail: '550' })
})

test('a server that hangs is given up in time', async () => {
	catcher.behave('hang')
	const startedAt = performance.now()
	await expect(mail.send(message())).rejects.toMatchObject({ failure: 'timed_out' })
	expect(performance.now() - startedAt).toBeLessThan(2_000)
})

test('a server that nobody can reach is unavailable', async () => {
	const gone = await startMailCatcher()
	await gone.close()
	const lost = createSmtpMail({ url: gone.url, from })
	await expect(lost.send(message())).rejects.toMatchObject({ failure: 'unavailable' })
	await lost.close()
})

/** A server of the plainest kind on one of this machine's addresses; what it was told, without the mails themselves. */
async function startPlainServer(host: string, answers: (line: string) => string) {
	const said: string[] = []
	const server = createServer((socket) => {
		socket.write('220 plain ESMTP\r\n')
		socket.on('error', () => undefined)
		socket.setEncoding('utf8').on('data', (line: string) => {
			said.push(line)
			socket.write(`${answers(line)}\r\n`)
		})
	})
	server.listen(0, host)
	await once(server, 'listening')
	afterAll(() => void server.close())
	return { url: `smtp://${host}:${(server.address() as AddressInfo).port}`, said }
}

test('to another machine nothing goes unencrypted', async () => {
	// This machine, under a name that does not look like it.
	const { url, said } = await startPlainServer('127.0.0.2', (line) =>
		line.startsWith('EHLO') ? '250 plain' : '502 no',
	)
	const away = createSmtpMail({ url, from, timeoutMs: 1_000 })
	await expect(away.send(message())).rejects.toMatchObject({ failure: 'unavailable' })
	expect(said.join('')).not.toMatch(/MAIL FROM|hanako/)
	await away.close()
})

test('an address that carriers gave out against the rules is quoted, as the rules want it', async () => {
	const { url, said } = await startPlainServer('127.0.0.1', (line) => (line.startsWith('DATA') ? '354 go' : '250 ok'))
	const plain = createSmtpMail({ url, from, timeoutMs: 1_000 })
	await plain.send(message('a..b.@docomo.ne.jp'))
	expect(said).toContain('RCPT TO:<"a..b."@docomo.ne.jp>\r\n')
	await plain.close()
})

test('neither address nor text is in an error', async () => {
	catcher.behave('refuse')
	const error = await mail.send(message()).catch((thrown) => thrown)
	expect(`${error} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/hanako|髙橋/)
})

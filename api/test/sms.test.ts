import { afterAll, afterEach, expect, test } from 'vitest'
import type { CountryCode } from '../src/integrations/sms/normalize-telephone.ts'
import { startTwilioEmulator, trialNumbers } from '../src/integrations/sms/twilio-emulator.ts'
import { createTwilioSms } from '../src/integrations/sms/twilio-sms.ts'
import { sendCode } from '../src/notifications/send-code.ts'

const emulator = await startTwilioEmulator()
const options = { allowedCountries: ['JP', 'US'] satisfies CountryCode[], baseUrl: emulator.url }
const sms = createTwilioSms(emulator.account, options)
afterAll(async () => {
	await sms.close()
	await emulator.close()
})
afterEach(() => emulator.behave('send'))

let count = 0
const message = (to = '+819012345678') => ({ to, text: 'コードは 123456 です。', key: `test ${++count}` })
const to = (number: string) => emulator.caught.filter((caught) => caught.to === number)

test('a message arrives as it was written, and its id is the provider’s', async () => {
	const { id } = await sms.send(message())
	expect(emulator.caught[0]).toMatchObject({
		id,
		to: '+819012345678',
		from: emulator.account.from,
		text: 'コードは 123456 です。',
	})
})

test('a number of another country that is served is sent to', async () => {
	await sms.send(message('+14155552345'))
	expect(to('+14155552345')).toHaveLength(1)
})

test('one key sends one message, however often it is asked for', async () => {
	const one = message('+819012340001')
	const ids = await Promise.all([sms.send(one), sms.send(one), sms.send(one)])
	expect(new Set(ids.map(({ id }) => id)).size).toBe(1)
	expect(to('+819012340001')).toHaveLength(1)
})

test('a provider that hangs is given up within three seconds, after one message, and is not asked again', async () => {
	emulator.behave('hang')
	const one = message('+819012340002')
	const startedAt = performance.now()
	await expect(sms.send(one)).rejects.toMatchObject({ failure: 'timed_out' })
	expect(performance.now() - startedAt).toBeLessThan(3_000)
	emulator.behave('send')
	await expect(sms.send(one)).rejects.toMatchObject({ failure: 'timed_out' })
	expect(to('+819012340002')).toHaveLength(1)
})

test.each([
	['too_many', 'unavailable', 20429],
	['fail', 'unavailable', 20500],
	['invalid_number', 'number_rejected', 21211],
] as const)(
	'a provider that answers "%s" is %s, and nothing is sent a second time',
	async (behaviour, failure, providerCode) => {
		emulator.behave(behaviour)
		await expect(sms.send(message('+819012340003'))).rejects.toMatchObject({ failure, providerCode })
		expect(to('+819012340003')).toHaveLength(0)
	},
)

test('the numbers for trying out go wrong as they say', async () => {
	const failures = await Promise.all(
		Object.keys(trialNumbers).map((number) => sms.send(message(number)).catch((error) => error.failure)),
	)
	expect(failures).toEqual(['number_rejected', 'timed_out', 'unavailable', 'unavailable'])
})

test('a provider that nobody can reach is unavailable', async () => {
	const gone = await startTwilioEmulator()
	const lost = createTwilioSms(gone.account, { ...options, baseUrl: gone.url })
	await gone.close()
	await expect(lost.send(message())).rejects.toMatchObject({ failure: 'unavailable' })
	await lost.close()
})

test('a wrong secret is the provider’s fault for the user, and its number for the log', async () => {
	const stranger = createTwilioSms({ ...emulator.account, secret: 'wrong' }, options)
	await expect(stranger.send(message())).rejects.toMatchObject({ failure: 'unavailable', providerCode: 20003 })
	await stranger.close()
})

test.each([
	['a country that is not served', '+33612345678', 'country_not_served'],
	['one that shares the code of one that is', '+18765551234', 'country_not_served'],
	['a premium number', '+81990123456', 'number_rejected'],
	['a landline', '+81312345678', 'number_rejected'],
	['a number that was not normalised', '090-1234-5678', 'number_rejected'],
])('to %s nothing leaves', async (_, number, failure) => {
	const before = emulator.caught.length
	await expect(sms.send(message(number))).rejects.toMatchObject({ failure, providerCode: undefined })
	expect(emulator.caught).toHaveLength(before)
})

test('neither number nor text is in an error', async () => {
	emulator.behave('invalid_number')
	const error = await sms.send(message()).catch((thrown) => thrown)
	expect(`${error} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/9012345678|123456/)
})

const aCode = (number: string) => ({
	to: number,
	code: '482913',
	locale: 'ja' as const,
	challengeId: `challenge ${++count}`,
})

test('a code that somebody waits for arrives at once', async () => {
	await sendCode(sms, aCode('+819012340010'))
	expect(to('+819012340010')).toMatchObject([{ text: expect.stringContaining('482913') }])
})

test('whoever waits for a code of a hanging provider is told within three seconds, and one SMS went out at most', async () => {
	emulator.behave('hang')
	const code = aCode('+819012340011')
	const startedAt = performance.now()
	await expect(sendCode(sms, code)).rejects.toMatchObject({ code: 'sms.no_answer' })
	expect(performance.now() - startedAt).toBeLessThan(3_000)
	emulator.behave('send')
	await expect(sendCode(sms, code)).rejects.toMatchObject({ code: 'sms.no_answer' })
	expect(to('+819012340011')).toHaveLength(1)
})

test.each(['too_many', 'fail', 'invalid_number'] as const)(
	'a provider that answers "%s" did not send the code',
	async (behaviour) => {
		emulator.behave(behaviour)
		await expect(sendCode(sms, aCode('+819012340012'))).rejects.toMatchObject({ code: 'sms.not_sent' })
	},
)

test('whoever is of a country that is not served is told so', async () => {
	await expect(sendCode(sms, aCode('+33612345678'))).rejects.toMatchObject({ code: 'telephone.country_not_allowed' })
})

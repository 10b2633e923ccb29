import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkCouriers, courierVariables, localCouriers, readCouriers } from './courier-settings.ts'

const environment = z.object(courierVariables).superRefine(checkCouriers)
const accountSid = `AC${'0'.repeat(32)}`
const smtp = { ENSHIN_SMTP_URL: 'smtps://u:p@mail.example', ENSHIN_MAIL_FROM: '遠診 <no-reply@enshin.example>' }
const twilio = {
	ENSHIN_TWILIO_ACCOUNT_SID: accountSid,
	ENSHIN_TWILIO_API_KEY: `SK${'1'.repeat(32)}`,
	ENSHIN_TWILIO_API_SECRET: 'secret',
	ENSHIN_TWILIO_FROM: '+815012345678',
}

test('with nothing set, or set to nothing, no mail and no SMS leaves this machine', () => {
	expect(readCouriers(environment.parse({}))).toEqual(localCouriers)
	expect(readCouriers(environment.parse({ ENSHIN_SMTP_URL: '', ENSHIN_TWILIO_FROM: '' }))).toEqual(localCouriers)
})

test('a whole environment becomes real couriers', () => {
	expect(readCouriers(environment.parse({ ...smtp, ...twilio, ENSHIN_SMS_ALLOWED_COUNTRIES: 'jp, US' }))).toEqual({
		mailFrom: smtp.ENSHIN_MAIL_FROM,
		mail: { kind: 'smtp', url: smtp.ENSHIN_SMTP_URL },
		sms: {
			kind: 'twilio',
			account: { accountSid, keySid: `SK${'1'.repeat(32)}`, secret: 'secret', from: '+815012345678' },
		},
		smsCountries: ['JP', 'US'],
		devOutbox: false,
	})
})

test("the account's own token does for an API key", () => {
	const { ENSHIN_TWILIO_API_KEY: _, ENSHIN_TWILIO_API_SECRET: __, ...rest } = twilio
	const { sms } = readCouriers(environment.parse({ ...rest, ENSHIN_TWILIO_AUTH_TOKEN: 'token' }))
	expect(sms).toMatchObject({ account: { keySid: accountSid, secret: 'token' } })
})

test.each([
	['ENSHIN_SMTP_URL', { ...smtp, ENSHIN_SMTP_URL: 'https://mail.example' }],
	['ENSHIN_MAIL_FROM', { ENSHIN_SMTP_URL: smtp.ENSHIN_SMTP_URL }],
	['ENSHIN_MAIL_FROM', { ...smtp, ENSHIN_MAIL_FROM: 'Enshin' }],
	['ENSHIN_MAIL_FROM', { ...smtp, ENSHIN_MAIL_FROM: 'Enshin <a@example.jp>\r\nBcc: <b@example.jp>' }],
	['ENSHIN_TWILIO_ACCOUNT_SID', { ...twilio, ENSHIN_TWILIO_ACCOUNT_SID: 'AC1' }],
	['ENSHIN_TWILIO_ACCOUNT_SID', { ...twilio, ENSHIN_TWILIO_ACCOUNT_SID: undefined }],
	['ENSHIN_TWILIO_FROM', { ...twilio, ENSHIN_TWILIO_FROM: undefined }],
	['ENSHIN_TWILIO_FROM', { ...twilio, ENSHIN_TWILIO_FROM: '050-1234-5678' }],
	['ENSHIN_TWILIO_API_KEY', { ...twilio, ENSHIN_TWILIO_API_KEY: accountSid }],
	['ENSHIN_TWILIO_API_KEY', { ...twilio, ENSHIN_TWILIO_API_KEY: undefined }],
	['ENSHIN_TWILIO_API_KEY', { ENSHIN_TWILIO_ACCOUNT_SID: accountSid, ENSHIN_TWILIO_FROM: 'Enshin' }],
	['ENSHIN_TWILIO_API_SECRET', { ...twilio, ENSHIN_TWILIO_API_SECRET: undefined }],
	['ENSHIN_SMS_ALLOWED_COUNTRIES', { ENSHIN_SMS_ALLOWED_COUNTRIES: 'JP,81' }],
	['ENSHIN_DEV_OUTBOX', { ENSHIN_DEV_OUTBOX: 'yes' }],
	['ENSHIN_DEV_OUTBOX', { ...smtp, ENSHIN_DEV_OUTBOX: 'true' }],
	['ENSHIN_DEV_OUTBOX', { ...twilio, ENSHIN_DEV_OUTBOX: 'true' }],
])('%s is named when it is what is wrong with %o', (name, env) => {
	const names = environment.safeParse(env).error?.issues.map(({ path }) => path[0])
	expect(names).toEqual([name])
})

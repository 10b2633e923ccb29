import { describe, expect, test } from 'vitest'
import { redactLine, tokyoStamp } from './log-line.ts'

const written = (value: unknown) => JSON.parse(redactLine(JSON.stringify(value)))

test('times are written as Japan reads them, into the next day where it is', () => {
	expect(tokyoStamp(Date.parse('2026-11-22T15:30:00.007Z'))).toBe('2026-11-23T00:30:00.007+09:00')
})

describe('under a key that says what it is nothing is written, whatever it looks like', () => {
	const keys = [
		...[
			'password',
			'newPassword',
			'current_password',
			'passwordHash',
			'passphrase',
			'secret',
			'serviceSecret',
			'totpSecret',
		],
		...[
			'token',
			'tokens',
			'sessionToken',
			'join_token',
			'authorization',
			'Authorization',
			'cookie',
			'set-cookie',
			'Cookies',
		],
		...[
			'code',
			'codes',
			'smsCode',
			'sms_code',
			'otp',
			'totp',
			'one-time-code',
			'recoveryCodes',
			'verificationCode',
			'pin',
		],
		...['email', 'e-mail', 'eMail', 'mailAddress', 'emails', 'telephone', 'phone', 'phoneNumber', 'tel'],
		...['name', 'names', 'kana', 'familyName', 'given_name', 'givenKana', 'displayName', 'patientName', 'fullName'],
		...[
			'birthDate',
			'date_of_birth',
			'insuranceNumber',
			'chartNumber',
			'patientNumber',
			'privateKey',
			'masterKey',
			'body',
			'text',
		],
	]
	test.each(keys)('%s', (key) => {
		for (const value of ['髙橋 花子', '482913', 482913, ['髙橋 花子'], { inner: '髙橋 花子' }]) {
			const line = redactLine(JSON.stringify({ a: { b: [{ c: { d: { e: { [key]: value } } } }] }, [key]: value }))
			expect(line).not.toMatch(/髙橋|482913/)
			expect(line).toContain('[redacted]')
		}
	})
})

const alphabets = {
	base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
	hex: '0123456789abcdef',
}
const random = (alphabet: keyof typeof alphabets, length: number) =>
	Array.from({ length }, () => alphabets[alphabet].charAt(Math.random() * alphabets[alphabet].length)).join('')
const sessionToken = random('base64url', 43)

describe('inside a text, or as a key, at any depth', () => {
	test.each([
		['an e-mail address', 'hanako.takahashi+x@patient.example'],
		['one in an address', 'hanako%40patient.example'],
		['one in capitals', 'HANAKO@PATIENT.EXAMPLE'],
		['a mobile number', '090-1234-5678'],
		['one without dashes', '09012345678'],
		['a landline', '03-1234-5678'],
		['one with brackets', '03(1234)5678'],
		['one in E.164', '+819012345678'],
		['one with spaces', '+81 90-1234-5678'],
		['a session token', sessionToken],
		['a join token', 'eyJhbGciOiJFZERTQSJ9.eyJjYWxsSWQiOiIwMTk1In0.c2lnbmF0dXJl'],
		['a token of 128 bits', 'Zk3-9aQx_71bTTuWq2LmNe'],
		['a token in hexadecimal', random('hex', 64)],
		['a TOTP secret', 'JBSWY3DPEHPK3PXPJBSWY3DP'],
		['a bearer', 'Bearer abc.def'],
		['a search', '/patients?q=%E9%AB%99%E6%A9%8B&code=482913'],
	])('%s is taken out', (_, secret) => {
		const texts = [
			secret,
			`before ${secret} after`,
			`"${secret}"`,
			`(${secret})`,
			`/invitations/${secret}`,
			`value=${secret},`,
		]
		for (const text of texts) {
			const line = redactLine(JSON.stringify({ msg: text, err: { message: text, cause: [{ stack: [text] }] } }))
			expect(line).not.toContain(secret)
			expect(line).not.toContain(secret.replace(/^Bearer |^\/patients\?/, ''))
			expect(redactLine(`not JSON: ${text}\n`)).not.toContain(secret)
			expect(redactLine(JSON.stringify({ [text]: 1 }))).not.toContain(secret)
		}
	})

	test('random tokens of every size and alphabet are taken out of paths', () => {
		for (let round = 0; round < 200; round += 1) {
			for (const [alphabet, length] of [
				['base64url', 43],
				['base64url', 86],
				['hex', 32],
				['hex', 64],
			] as const) {
				const token = random(alphabet, length)
				expect(written({ path: `/sign-in/reset/${token}` })).toEqual({ path: '/sign-in/reset/[redacted]' })
			}
		}
	})

	test("a database's address keeps its host and loses its password", () => {
		expect(written({ url: 'postgres://enshin:pa55@db.example:5432/enshin' })).toEqual({
			url: 'postgres://[redacted]@db.example:5432/enshin',
		})
	})
})

test('a reason that is one of ours stays, one that somebody wrote does not', () => {
	expect(written([{ reason: 'completed' }, { reason: '髙橋様のご都合' }])).toEqual([
		{ reason: 'completed' },
		{ reason: '[redacted]' },
	])
})

test('what ops need stays as it is', () => {
	const line = {
		level: 'warn',
		time: '2026-11-22T17:27:47.123+09:00',
		service: 'signaling',
		requestId: '6f1e2d3c-4b5a-4978-8a6b-0c1d2e3f4a5b',
		callId: '0195d0a0-0000-7000-8000-000000000001',
		method: 'GET',
		path: '/calls/0195d0a0-0000-7000-8000-000000000001/record',
		status: 409,
		ms: 12,
		url: 'ws://127.0.0.1:3003',
		from: 'waiting',
		to: 'ringing',
		reason: 'completed',
		code: 'join_token.used',
		closed: { code: 1006 },
		pid: 123456,
		origin: 'https://evil.example',
		err: {
			type: 'PostgresError',
			message: 'duplicate key value violates unique constraint "appointments_no_overlap"',
			code: '23P01',
			cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:5432' },
			stack: [
				'    at startApi (file:///srv/enshin/api/src/server.ts:20:5)',
				'    at async /srv/node_modules/.pnpm/hono@4.13.19/x.js',
			],
		},
		more: { code: 'ERR_INVALID_ARG_TYPE', empty: '', none: null, yes: true },
	}
	expect(written(line)).toEqual(line)
	expect(redactLine('{"msg":"a"}\n')).toBe('{"msg":"a"}\n')
})

import { createTestMasterKeyFile } from '@enshin/db/testing.ts'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const env = {
	DATABASE_URL: 'postgres://enshin:pw@127.0.0.1:5432/enshin',
	ENSHIN_JOIN_TOKEN_PRIVATE_KEY: JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'public', d: 'private' }),
	ENSHIN_SERVICE_SECRET: 'a-secret-of-thirty-two-characters',
	ENSHIN_SIGNALING_URL: 'ws://127.0.0.1:3002',
	ENSHIN_WEB_ORIGIN: 'https://enshin.example/',
	ENSHIN_MASTER_KEY_FILE: createTestMasterKeyFile().path,
}

test('a complete environment becomes values, with defaults for the rest', () => {
	expect(readConfig(env)).toMatchObject({
		host: '127.0.0.1',
		port: 3001,
		logLevel: 'info',
		webOrigin: 'https://enshin.example',
	})
})

test.each([
	['DATABASE_URL', undefined],
	['DATABASE_URL', 'mysql://somewhere/else'],
	['ENSHIN_API_PORT', 'eighty'],
	['ENSHIN_API_PORT', '70000'],
	['ENSHIN_JOIN_TOKEN_PRIVATE_KEY', '{not json'],
	['ENSHIN_JOIN_TOKEN_PRIVATE_KEY', '{"kty":"RSA"}'],
	['ENSHIN_SERVICE_SECRET', 'too-short'],
	['ENSHIN_SERVICE_SECRET', 'a secret that no Authorization header could carry'],
	['ENSHIN_SIGNALING_URL', 'http://127.0.0.1'],
	['ENSHIN_WEB_ORIGIN', undefined],
	['ENSHIN_WEB_ORIGIN', 'ftp://clinic.test'],
	['ENSHIN_SMTP_URL', 'https://mail.example'],
	['ENSHIN_TWILIO_FROM', '050-1234-5678'],
	['ENSHIN_DEV_OUTBOX', 'perhaps'],
])('%s = %s stops the start with its name, and nobody reads its value', (name, value) => {
	const read = () => readConfig({ ...env, [name]: value })
	expect(read).toThrow(name)
	if (value) expect(read).not.toThrow(value)
})

import { expect, test } from 'vitest'
import { parseConfig } from './config.ts'

const good = {
	ENSHIN_SIGNALING_PORT: '0',
	ENSHIN_SFU_URLS: 'ws://127.0.0.1:1, ws://127.0.0.1:2',
	ENSHIN_SFU_CONTROL_SECRET: 'sixteen characters',
	ENSHIN_ALLOWED_ORIGINS: 'https://enshin.example/, http://localhost:5173',
	ENSHIN_JOIN_TOKEN_PUBLIC_KEY: '{"kty":"OKP","crv":"Ed25519","x":"abc"}',
	ENSHIN_API_URL: 'http://127.0.0.1:3000',
	ENSHIN_SERVICE_SECRET: 'sixteen characters',
}

test('lists are split, and origins compared as browsers write them', () => {
	const config = parseConfig(good)
	expect(config.sfuUrls).toEqual(['ws://127.0.0.1:1', 'ws://127.0.0.1:2'])
	expect(config.allowedOrigins).toEqual(['https://enshin.example', 'http://localhost:5173'])
	expect(config.databaseUrl).toBeNull()
})

test.each([
	['ENSHIN_SIGNALING_PORT', '70000'],
	['ENSHIN_SIGNALING_PORT', ''],
	['ENSHIN_SFU_URLS', 'http://127.0.0.1'],
	['ENSHIN_SFU_URLS', ' , '],
	['ENSHIN_SFU_CONTROL_SECRET', 'short'],
	['ENSHIN_ALLOWED_ORIGINS', '*'],
	['ENSHIN_JOIN_TOKEN_PUBLIC_KEY', 'no json'],
	['ENSHIN_JOIN_TOKEN_PUBLIC_KEY', '{"kty":"RSA"}'],
	['ENSHIN_API_URL', undefined],
	['ENSHIN_SERVICE_SECRET', undefined],
	['DATABASE_URL', 'mysql://x'],
	['ENSHIN_LOG_LEVEL', 'loud'],
] as const)('%s = %s stops the start with the name and what it should be', (name, value) => {
	expect(() => parseConfig({ ...good, [name]: value })).toThrow(new RegExp(`^${name} should be .+\\.$`))
})

test('a secret is never part of the message', () => {
	expect(() => parseConfig({ ...good, ENSHIN_SERVICE_SECRET: 'hunter2' })).toThrow(/^(?!.*hunter2)/s)
})

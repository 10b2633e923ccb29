import { randomUUID } from 'node:crypto'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import type { JoinTokenPublicKey } from './config.ts'
import { createTokenVerifier, type TokenVerifier } from './tokens.ts'

const startedMs = Date.parse('2026-11-22T09:00:00Z')
const startedS = startedMs / 1000
let nowMs = startedMs
let verifier: TokenVerifier
let privateKey: CryptoKey
let foreignKey: CryptoKey

beforeAll(async () => {
	const pair = await generateKeyPair('EdDSA', { extractable: true })
	privateKey = pair.privateKey
	foreignKey = (await generateKeyPair('EdDSA')).privateKey
	verifier = await createTokenVerifier((await exportJWK(pair.publicKey)) as JoinTokenPublicKey, 'node-1', () => nowMs)
})

const claims = (change: Record<string, unknown> = {}) => ({
	iss: 'enshin-api',
	aud: 'enshin-signaling',
	jti: randomUUID(),
	sub: randomUUID(),
	iat: startedS + 1,
	exp: startedS + 61,
	locale: 'ja',
	facilityId: randomUUID(),
	scope: 'call',
	callId: randomUUID(),
	peerId: randomUUID(),
	role: 'guest',
	name: '髙橋 花子',
	kind: 'consultation',
	practitionerId: randomUUID(),
	startsAt: '2026-11-22T09:00:00Z',
	recorded: { state: 'waiting', liveSince: null },
	sfuNode: null,
	...change,
})
const sign = (change: Record<string, unknown> = {}, key = privateKey) =>
	new SignJWT(claims(change)).setProtectedHeader({ alg: 'EdDSA' }).sign(key)
const at = (seconds: number) => {
	nowMs = (startedS + seconds) * 1000
}

test('a good token lets in once, and the second time it is used', async () => {
	at(2)
	const token = await sign()
	expect(await verifier.forCall(token)).toMatchObject({ role: 'guest', name: '髙橋 花子' })
	await expect(verifier.forCall(token)).rejects.toThrow('join_token.used')
	verifier.sweep()
	await expect(verifier.forCall(token)).rejects.toThrow('join_token.used')
})

test('of twenty who present one token at once, one gets in', async () => {
	at(2)
	const token = await sign()
	const all = await Promise.allSettled(Array.from({ length: 20 }, () => verifier.forCall(token)))
	expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('expiry counts, give or take five seconds between the clocks', async () => {
	const [early, late] = [await sign(), await sign()]
	at(65)
	await expect(verifier.forCall(early)).resolves.toBeDefined()
	at(67)
	await expect(verifier.forCall(late)).rejects.toThrow('join_token.expired')
})

test('one issued before this process began may have been used with an earlier one', async () => {
	at(2)
	await expect(verifier.forCall(await sign({ iat: startedS - 1, exp: startedS + 59 }))).rejects.toThrow(
		'join_token.used',
	)
})

test('one for another node may have been used there; one for this node is good, and one for any', async () => {
	at(2)
	await expect(verifier.forCall(await sign({ node: 'node-2' }))).rejects.toThrow('join_token.used')
	for (const node of ['node-1', undefined]) expect(await verifier.forCall(await sign({ node }))).toBeDefined()
})

test.each([
	['from the future', { iat: startedS + 30 }],
	['that lives longer than those of the api', { exp: startedS + 62 }],
	['for another audience', { aud: 'somebody-else' }],
	['of another issuer', { iss: 'somebody-else' }],
	['without an id', { jti: undefined }],
	['without an end', { exp: undefined }],
	['without a role', { role: undefined }],
	['with a role that is not one', { role: 'admin' }],
	['for watching', { scope: 'watch' }],
])('a token %s is not valid', async (_, change) => {
	at(2)
	await expect(verifier.forCall(await sign(change))).rejects.toThrow('join_token.invalid')
})

test('a token for a call does not let watch', async () => {
	at(2)
	await expect(verifier.forWatch(await sign())).rejects.toThrow('join_token.invalid')
})

test('forged ones are not valid: no signature, a foreign key, a changed payload, the public key as a secret', async () => {
	at(2)
	const good = await sign()
	const [header, , signature] = good.split('.')
	const payload = Buffer.from(JSON.stringify(claims({ role: 'host' }))).toString('base64url')
	const secret = new TextEncoder().encode(JSON.stringify({ kty: 'OKP' }))
	const forged = [
		new UnsecuredJWT(claims()).encode(),
		await sign({}, foreignKey),
		`${header}.${payload}.${signature}`,
		`${good.split('.').slice(0, 2).join('.')}.`,
		await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(secret),
		'',
		'a.b.c',
	]
	for (const token of forged) await expect(verifier.forCall(token)).rejects.toThrow('join_token.invalid')
})

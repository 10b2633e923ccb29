import { joinTokenAudience, joinTokenClaims, joinTokenIssuer, joinTokenLifeS } from '@enshin/contracts/join-token.ts'
import { exportJWK, generateKeyPair, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { privateKey } from '../config.ts'
import { createTokenSigner } from './sign-token.ts'

const personId = '0195d0a0-0000-7000-8000-000000000002'
const facilityId = '0195d0a0-0000-7000-8000-000000000004'
const keys = await generateKeyPair('EdDSA', { extractable: true })
const sign = await createTokenSigner(privateKey.parse(await exportJWK(keys.privateKey)))
const claims = { scope: 'watch', sub: personId, facilityId, locale: 'ja' } as const

test('a token verifies under the public key and the contract, lives a minute and is one of its kind', async () => {
	const [first, second] = [await sign(claims), await sign(claims)]
	const { payload } = await jwtVerify(first.token, keys.publicKey, {
		issuer: joinTokenIssuer,
		audience: joinTokenAudience,
		algorithms: ['EdDSA'],
	})
	const read = joinTokenClaims.parse(payload)
	expect(read).toMatchObject(claims)
	expect(read.exp - read.iat).toBe(joinTokenLifeS)
	expect(first.expiresAt.getTime()).toBe(read.exp * 1000)
	const again = joinTokenClaims.parse((await jwtVerify(second.token, keys.publicKey)).payload)
	expect(again.jti).not.toBe(read.jti)
})

test('claims that break the contract are never signed', async () => {
	await expect(sign({ ...claims, sub: 'nobody' })).rejects.toThrow()
})

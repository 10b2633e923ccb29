import { randomUUID } from 'node:crypto'
import {
	type CallClaims,
	joinTokenAlgorithm,
	joinTokenAudience,
	joinTokenClaims,
	joinTokenIssuer,
	joinTokenLifeS,
	type WatchClaims,
} from '@enshin/contracts/join-token.ts'
import { importJWK, SignJWT } from 'jose'
import type { PrivateKey } from '../config.ts'

type Standard = 'iss' | 'aud' | 'jti' | 'iat' | 'exp'
type Claims = Omit<CallClaims, Standard> | Omit<WatchClaims, Standard>
export type SignToken = (claims: Claims) => Promise<{ token: string; expiresAt: Date }>

/** Made once from the key; what it signs has passed the contract's own schema, so signaling cannot be surprised. */
export async function createTokenSigner(jwk: PrivateKey): Promise<SignToken> {
	const key = await importJWK(jwk, joinTokenAlgorithm)
	return async (claims) => {
		const iat = Math.floor(Date.now() / 1000)
		const full = joinTokenClaims.parse({
			...claims,
			iss: joinTokenIssuer,
			aud: joinTokenAudience,
			jti: randomUUID(),
			iat,
			exp: iat + joinTokenLifeS,
		})
		const token = await new SignJWT(full).setProtectedHeader({ alg: joinTokenAlgorithm, kid: jwk.kid }).sign(key)
		return { token, expiresAt: new Date(full.exp * 1000) }
	}
}

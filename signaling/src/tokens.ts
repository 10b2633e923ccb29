import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import {
	type CallClaims,
	type JoinTokenClaims,
	joinTokenAlgorithm,
	joinTokenAudience,
	joinTokenClaims,
	joinTokenIssuer,
	joinTokenLifeS,
	type WatchClaims,
} from '@enshin/contracts/join-token.ts'
import { errors, importJWK, jwtVerify } from 'jose'
import type { JoinTokenPublicKey } from './config.ts'

/** What the clocks of api and signaling may differ by, in seconds. */
const toleranceS = 5

export type TokenVerifier = Awaited<ReturnType<typeof createTokenVerifier>>

/**
 * Checks join tokens, each good for one use. Used ones are remembered until they expire by themselves; one issued before
 * this process began may have been used with an earlier one, and one for another node there, so they count as used, and the
 * browser asks for another.
 */
export async function createTokenVerifier(jwk: JoinTokenPublicKey, nodeId: string, now: () => number = Date.now) {
	const key = await importJWK(jwk, joinTokenAlgorithm)
	const startedS = Math.floor(now() / 1000)
	const usedUntilMs = new Map<Id, number>()

	/** Rejects with `join_token.invalid`, `.expired` or `.used`. */
	async function redeem(token: string): Promise<JoinTokenClaims> {
		const claims = await verify(token)
		// One that lives longer than the api's do would outlive what is remembered of it here: that its holder's access ended.
		const livesTooLong = claims.exp - claims.iat > joinTokenLifeS
		if (livesTooLong || claims.iat > now() / 1000 + toleranceS) throw refused('join_token.invalid', claims)
		if (claims.node !== undefined && claims.node !== nodeId) throw refused('join_token.used', claims)
		// No await between the look and the mark: two sockets with one token cannot both pass.
		if (claims.iat < startedS || usedUntilMs.has(claims.jti)) throw refused('join_token.used', claims)
		usedUntilMs.set(claims.jti, (claims.exp + toleranceS) * 1000)
		return claims
	}

	async function verify(token: string): Promise<JoinTokenClaims> {
		try {
			const { payload } = await jwtVerify(token, key, {
				algorithms: [joinTokenAlgorithm],
				issuer: joinTokenIssuer,
				audience: joinTokenAudience,
				clockTolerance: toleranceS,
				requiredClaims: ['jti', 'sub', 'iat', 'exp'],
				currentDate: new Date(now()),
			})
			return joinTokenClaims.parse(payload)
		} catch (cause) {
			const code = cause instanceof errors.JWTExpired ? 'join_token.expired' : 'join_token.invalid'
			throw new ProblemError(code, {}, { cause })
		}
	}

	return {
		async forCall(token: string): Promise<CallClaims> {
			const claims = await redeem(token)
			if (claims.scope !== 'call') throw refused('join_token.invalid', claims)
			return claims
		},
		async forWatch(token: string): Promise<WatchClaims> {
			const claims = await redeem(token)
			if (claims.scope !== 'watch') throw refused('join_token.invalid', claims)
			return claims
		},
		/** Forgets the tokens that expiry refuses by now. */
		sweep(): void {
			for (const [jti, untilMs] of usedUntilMs) if (untilMs < now()) usedUntilMs.delete(jti)
		},
	}
}

/** The api did sign it: so the log, not the browser, is told whose it is that somebody has and may not use. */
function refused(code: 'join_token.invalid' | 'join_token.used', { jti, sub, scope }: JoinTokenClaims): ProblemError {
	return new ProblemError(code, {}, { cause: `${scope} token ${jti} of person ${sub}` })
}

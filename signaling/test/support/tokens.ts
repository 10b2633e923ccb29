import { randomUUID } from 'node:crypto'
import type { CallClaims, JoinTokenClaims, WatchClaims } from '@enshin/contracts/join-token.ts'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { JoinTokenPublicKey } from '../../src/config.ts'

const pair = await generateKeyPair('EdDSA', { extractable: true })
export const publicKey = (await exportJWK(pair.publicKey)) as JoinTokenPublicKey

const standard = () => {
	const now = Math.floor(Date.now() / 1000)
	const ids = { jti: randomUUID(), sub: randomUUID(), facilityId: randomUUID() }
	return { iss: 'enshin-api', aud: 'enshin-signaling', iat: now, exp: now + 60, locale: 'ja', ...ids } as const
}

export function callClaims(change: Partial<CallClaims> = {}): CallClaims {
	return {
		...standard(),
		scope: 'call',
		callId: randomUUID(),
		peerId: randomUUID(),
		role: 'guest',
		name: '髙橋 花子',
		kind: 'consultation',
		practitionerId: randomUUID(),
		startsAt: new Date().toISOString(),
		recorded: { state: 'waiting', liveSince: null },
		sfuNode: null,
		...change,
	}
}

export function watchClaims(facilityId: string): WatchClaims {
	return { ...standard(), scope: 'watch', facilityId }
}

/** Signs as the api does, each time with another id. */
export function mint(claims: JoinTokenClaims, key = pair.privateKey): Promise<string> {
	return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'EdDSA' }).sign(key)
}

import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'

export const smsCodeMinutes = 5
export const smsCodeTries = 5

/** Six digits. */
export const newSmsCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** What is kept of a code: an HMAC, bound to its question. A million codes would be tried on a plain hash in no time. */
export function sealCode(vault: Vault, challengeId: Id, code: string): string {
	return vault.index('one_time_code', null, `${challengeId} ${code}`).toString('base64url')
}

export function isSealedCode(vault: Vault, challengeId: Id, code: string, expected: string): boolean {
	const [made, kept] = [Buffer.from(sealCode(vault, challengeId, code)), Buffer.from(expected)]
	return made.length === kept.length && timingSafeEqual(made, kept)
}

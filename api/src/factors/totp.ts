import { Secret, TOTP } from 'otpauth'

const periodS = 30
/** What every authenticator app does, whatever the address of the secret says (RFC 6238; 160 bits: RFC 4226, 4 R6). */
const shape = { algorithm: 'SHA1', digits: 6, period: periodS } as const

/** A new secret, base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

/** What an app reads from the picture: the product, and which of one's accounts it is. */
export function totpUri(secret: string, account: string): string {
	return new TOTP({ ...shape, issuer: 'Enshin', label: account, secret: Secret.fromBase32(secret) }).toString()
}

/**
 * The step of 30 seconds that a code belongs to: now, the one before or the one after, for clocks that differ a little.
 * Null for a wrong code. Steps must be taken once only: whoever asks remembers the last one.
 */
export function stepOf(secret: string, code: string, now: Date): number | null {
	const timestamp = now.getTime()
	const delta = TOTP.validate({ ...shape, token: code, secret: Secret.fromBase32(secret), timestamp, window: 1 })
	return delta === null ? null : Math.floor(timestamp / 1000 / periodS) + delta
}

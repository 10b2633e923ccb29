import { createHash, randomBytes, randomInt } from 'node:crypto'

/** 256 random bits, base64url, that a registered browser keeps in a cookie no script reads. */
export const newDeviceSecret = (): string => randomBytes(32).toString('base64url')

/** Without 0, 1, I and O, which are mistaken for each other. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** `ABCD-EFGH-JKLM`: 60 random bits, to be typed once into another browser. */
export function newDeviceCode(): string {
	const code = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('')
	return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** Plain SHA-256 is enough: there is nothing to guess in either. */
export function hashDeviceSecret(secret: string): string {
	return createHash('sha256').update(secret).digest('base64url')
}

import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether an `Authorization` header carries the secret, in a time that tells nothing of how much of it is right. */
export function carriesSecret(authorization: string | undefined, secret: string): boolean {
	const given = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? ''
	// Digests are of one length, whatever was sent: timingSafeEqual throws on unequal ones.
	return timingSafeEqual(digest(given), digest(secret))
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest()
}

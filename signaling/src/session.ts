import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Id } from '@enshin/contracts/ids.ts'

/** What lets a lost socket come back. Only the hash of the secret is kept. */
export type Session = { readonly sessionId: Id; readonly secretHash: Buffer }

/** A new session and its secret (256 bits), which is told once and not kept. */
export function createSession(): { session: Session; secret: string } {
	const secret = randomBytes(32).toString('base64url')
	return { session: { sessionId: randomUUID(), secretHash: hash(secret) }, secret }
}

/** Compares in constant time. */
export function isSecretOf(session: Session, secret: string): boolean {
	return timingSafeEqual(session.secretHash, hash(secret))
}

function hash(secret: string): Buffer {
	return createHash('sha256').update(secret).digest()
}

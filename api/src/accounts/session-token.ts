import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, base64url. It says nothing: what it opens stands in the database, under its hash. */
export function newSessionToken(): string {
	return randomBytes(32).toString('base64url')
}

/** Plain SHA-256 is enough for 256 random bits: there is nothing to guess. */
export function hashSessionToken(token: string): string {
	return createHash('sha256').update(token).digest('base64url')
}

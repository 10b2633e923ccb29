import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares in a time that tells neither the secret's length nor how much of a guess was right. */
export function isServiceSecret(guess: string | undefined, secret: string): boolean {
	return guess !== undefined && timingSafeEqual(digest(guess), digest(secret))
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest()
}

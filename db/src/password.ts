import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/**
 * How `credentials.password_hash` is written and read. It stands beside its column, and not in api, because the seed
 * writes it too and db imports nothing of api's.
 *
 * Argon2id with 32 MiB, 3 passes, 1 lane: above what OWASP asks for (19 MiB, 2, 1), about 0.1 s of one core, and small
 * enough that a burst of sign-ins does not take the machine's memory (the thread pool runs four at once).
 */
const cost = { memory: 32 * 1024, passes: 3, parallelism: 1 }
const saltBytes = 16
const tagBytes = 32

const derive = promisify(argon2)

/** Returns a PHC string, `$argon2id$v=19$m=32768,t=3,p=1$salt$hash` (github.com/P-H-C/phc-string-format). */
export async function hashPassword(password: string): Promise<string> {
	const nonce = randomBytes(saltBytes)
	const tag = await derive('argon2id', { message: normalize(password), nonce, tagLength: tagBytes, ...cost })
	const { memory, passes, parallelism } = cost
	return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,88})\$([A-Za-z0-9+/]{16,88})$/

/** With the cost written in the hash, so that raising ours leaves old ones valid. Throws on what is no hash of ours. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
	const [, memory, passes, parallelism, salt, expected] = phc.exec(hash) ?? []
	if (!salt || !expected) throw new TypeError('not an Argon2id PHC string')
	const wanted = Buffer.from(expected, 'base64')
	const tag = await derive('argon2id', {
		message: normalize(password),
		nonce: Buffer.from(salt, 'base64'),
		memory: Number(memory),
		passes: Number(passes),
		parallelism: Number(parallelism),
		tagLength: wanted.length,
	})
	return timingSafeEqual(tag, wanted)
}

/** One keyboard writes が as one character, another as two: both are the same password (RFC 8265, 4.2). */
function normalize(password: string): string {
	return password.normalize('NFC')
}

/** PHC strings have no padding. */
function base64(bytes: Buffer): string {
	return bytes.toString('base64').replace(/=+$/, '')
}

import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { newTotpSecret, stepOf, totpUri } from './totp.ts'

/** RFC 6238, appendix B: the secret of its SHA-1 vectors. */
const secret = Secret.fromLatin1('12345678901234567890').base32

test.each([
	[59, '287082', 1],
	[1111111109, '081804', 37037036],
	[1234567890, '005924', 41152263],
	[2000000000, '279037', 66666666],
])('at %d s the code %s is of step %d', (seconds, code, step) => {
	expect(stepOf(secret, code, new Date(seconds * 1000))).toBe(step)
})

test('a code counts one step early and one late, and no further', () => {
	const step = 41152263
	const at = (offset: number) => stepOf(secret, '005924', new Date((step + offset) * 30_000 + 15_000))
	expect([-2, -1, 0, 1, 2].map(at)).toEqual([null, step, step, step, null])
})

test('a new secret has 160 bits, and an app reads it from the address', () => {
	const made = newTotpSecret()
	expect(Secret.fromBase32(made).bytes).toHaveLength(20)
	expect(newTotpSecret()).not.toBe(made)
	const uri = totpUri(made, 'admin@hinata.example')
	expect(uri).toMatch(/^otpauth:\/\/totp\/Enshin:admin%40hinata\.example\?/)
	expect(new URL(uri).searchParams.get('secret')).toBe(made)
	expect(stepOf(made, new TOTP({ secret: Secret.fromBase32(made) }).generate(), new Date())).not.toBeNull()
})

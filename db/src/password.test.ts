import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

test('a password opens its own hash and no other', async () => {
	const hash = await hashPassword('enshin-demo-2026')
	expect(hash).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
	expect(await verifyPassword('enshin-demo-2026', hash)).toBe(true)
	expect(await verifyPassword('enshin-demo-2027', hash)).toBe(false)
	expect(await verifyPassword('', hash)).toBe(false)
})

test('the same password never hashes twice to the same', async () => {
	expect(await hashPassword('ひみつ')).not.toBe(await hashPassword('ひみつ'))
})

test('が is one password however the keyboard composed it', async () => {
	expect(await verifyPassword('か\u3099', await hashPassword('が'))).toBe(true)
})

test('a hash made by the reference implementation, with other costs, is read', async () => {
	// github.com/P-H-C/phc-winner-argon2: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
	const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
	expect(await verifyPassword('password', reference)).toBe(true)
})

test.each(['', 'plain', '$2b$12$abcdefghijklmnopqrstuv', '$argon2id$v=19$m=1,t=1,p=1$$'])(
	'%j is no hash, and says so instead of failing quietly',
	async (text) => {
		await expect(verifyPassword('x', text)).rejects.toThrow(TypeError)
	},
)

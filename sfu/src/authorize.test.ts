import { expect, test } from 'vitest'
import { carriesSecret } from './authorize.ts'

const secret = 'a-secret-of-the-house'

test.each([
	[`Bearer ${secret}`, true],
	[`bearer ${secret}`, true],
	[undefined, false],
	['', false],
	['Bearer ', false],
	[secret, false],
	[`Basic ${secret}`, false],
	[`Bearer ${secret.slice(0, -1)}`, false],
	[`Bearer ${secret}x`, false],
	[`Bearer ${secret.toUpperCase()}`, false],
])('only the whole secret as a bearer opens the control socket: %s', (authorization, expected) => {
	expect(carriesSecret(authorization, secret)).toBe(expected)
})

import { expect, test } from 'vitest'
import { createSession, isSecretOf } from './session.ts'

test('only the secret told at its making opens a session, and it is not kept', () => {
	const { session, secret } = createSession()
	expect(isSecretOf(session, secret)).toBe(true)
	expect(isSecretOf(session, createSession().secret)).toBe(false)
	expect(isSecretOf(session, '')).toBe(false)
	expect(JSON.stringify(session)).not.toContain(secret)
	expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
})

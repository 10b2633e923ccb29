import { expect, test } from 'vitest'
import { isAllowedOrigin } from './upgrade.ts'

const allowed = new Set(['https://enshin.example', 'http://localhost:5173'])

test.each(['https://enshin.example', 'http://localhost:5173'])('%s is ours', (origin) =>
	expect(isAllowedOrigin(origin, allowed)).toBe(true),
)

test.each([
	undefined,
	'',
	'null',
	'http://enshin.example',
	'https://enshin.example.evil.example',
	'https://enshin.example@evil.example',
	'https://enshin.example:8443',
	// No browser spells it so.
	'https://ENSHIN.example',
	'https://enshin.example:443',
	'file://',
	'*',
])('%s is not', (origin) => expect(isAllowedOrigin(origin, allowed)).toBe(false))

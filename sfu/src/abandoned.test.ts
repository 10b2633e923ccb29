import { expect, test } from 'vitest'
import { isNeeded } from './abandoned.ts'

test.each([
	['its signaling is there', { controlled: true, connected: false, anyControl: true }, true],
	['its signaling is there and people talk', { controlled: true, connected: true, anyControl: true }, true],
	[
		'people talk, and signaling is back without having asked for it',
		{ controlled: false, connected: true, anyControl: true },
		true,
	],
	['people talk, but nobody controls anything', { controlled: false, connected: true, anyControl: false }, false],
	['nobody is in it, and only others have signaling', { controlled: false, connected: false, anyControl: true }, false],
	['nobody is there at all', { controlled: false, connected: false, anyControl: false }, false],
])('a room where %s lives on: %o', (_, need, expected) => {
	expect(isNeeded(need)).toBe(expected)
})

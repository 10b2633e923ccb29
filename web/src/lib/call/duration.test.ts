import { expect, test } from 'vitest'
import { durationText } from './duration.ts'

test.each([
	[0, '0:00'],
	[59_999, '0:59'],
	[303_000, '5:03'],
	[3_903_000, '1:05:03'],
	[-2_000, '0:00'],
])('%i ms read %s', (ms, expected) => {
	expect(durationText(ms)).toBe(expected)
})

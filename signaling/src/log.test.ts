import { expect, test } from 'vitest'
import { inJapan } from './log.ts'

test("times are written in Japan's clock", () => {
	expect(inJapan(Date.parse('2026-11-22T15:30:00.123Z'))).toBe('2026-11-23T00:30:00.123+09:00')
})

import { expect, test } from 'vitest'
import { isExpired } from './is-expired.ts'

const changedAt = new Date('2026-01-01T09:00:00+09:00')

// Q17.1.1.3
test.each([
	['60 days less a second', 60, '2026-03-02T08:59:59+09:00', false],
	['60 days', 60, '2026-03-02T09:00:00+09:00', true],
	['61 days', 60, '2026-03-03T09:00:00+09:00', true],
	['ten years without a rule', null, '2036-01-01T09:00:00+09:00', false],
	['a clock that was put back', 60, '2025-12-31T09:00:00+09:00', false],
])('%s after the change, with %s days', (_, expiryDays, now, expired) => {
	expect(isExpired(changedAt, expiryDays, new Date(now))).toBe(expired)
})

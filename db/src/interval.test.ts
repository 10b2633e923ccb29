import { expect, test } from 'vitest'
import { formatInterval, parseInterval } from './interval.ts'

const interval = { startsAt: new Date('2026-11-22T00:00:00Z'), endsAt: new Date('2026-11-22T00:15:00.250Z') }

test('what is written is read back', () => {
	expect(parseInterval(formatInterval(interval))).toEqual(interval)
})

test.each([
	'["2026-11-22 00:00:00+00","2026-11-22 00:15:00.25+00")',
	'["2026-11-22 09:00:00+09","2026-11-22 09:15:00.25+09")',
	'["2026-11-22 05:30:00+05:30","2026-11-22 05:45:00.25+05:30")',
])('%s is read as Postgres means it, whatever the time zone of the connection', (range) => {
	expect(parseInterval(range)).toEqual(interval)
})

test.each(['empty', '(,)', '["2026-11-22 00:00:00+00",)', '["2026-11-22 00:00:00+00","2026-11-22 00:15:00+00"]', ''])(
	'%j is refused: an appointment has a beginning and an end',
	(range) => {
		expect(() => parseInterval(range)).toThrow(TypeError)
	},
)

import { expect, it } from 'vitest'
import { readClock } from './read-clock.ts'

it.each([
	['09:30', '09:30'],
	['9:30', '09:30'],
	['930', '09:30'],
	['0930', '09:30'],
	['1830', '18:30'],
	['9', '09:00'],
	['18', '18:00'],
	['９：３０', '09:30'],
	[' 9 : 30 ', '09:30'],
	['9時30分', '09:30'],
	['18時', '18:00'],
	['0:00', '00:00'],
	['23:59', '23:59'],
])('reads %s as %s', (typed, clock) => {
	expect(readClock(typed)).toBe(clock)
})

it.each(['', '24:00', '9:60', '999', 'morning', '9:3', '-1', '12345', '9:30 AM'])(
	'does not guess what %s means',
	(typed) => {
		expect(readClock(typed)).toBeNull()
	},
)

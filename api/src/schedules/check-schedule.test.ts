import type { Schedule, WeeklyHours } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { expect, test } from 'vitest'
import { checkSchedule } from './check-schedule.ts'

const row = (weekday: number, from: string, to: string): WeeklyHours => ({ weekday, from, to })
const withHours = (...hours: WeeklyHours[]): Schedule => ({ slotMinutes: 15, hours, daysOff: [] })

function issuesOf(schedule: Schedule): string[] {
	try {
		checkSchedule(schedule)
		return []
	} catch (error) {
		if (!(error instanceof ProblemError) || error.code !== 'schedule.invalid') throw error
		return error.extras.issues?.map(({ path }) => path) ?? []
	}
}

test.each([
	['nothing at all', withHours(), []],
	['a morning and an afternoon', withHours(row(1, '09:00', '12:00'), row(1, '13:00', '18:00')), []],
	['two that touch', withHours(row(1, '09:00', '12:00'), row(1, '12:00', '18:00')), []],
	['the same hours on two days', withHours(row(1, '09:00', '12:00'), row(2, '09:00', '12:00')), []],
	['an end before its start', withHours(row(1, '12:00', '09:00')), ['hours.0.to']],
	['no time at all', withHours(row(1, '09:00', '09:00')), ['hours.0.to']],
	['an overlap', withHours(row(1, '09:00', '12:00'), row(1, '11:59', '13:00')), ['hours.1']],
	['the same twice', withHours(row(1, '09:00', '12:00'), row(1, '09:00', '12:00')), ['hours.1']],
	['one within another', withHours(row(1, '10:00', '11:00'), row(1, '09:00', '12:00')), ['hours.1']],
	['a day before there was a calendar', { ...withHours(), daysOff: ['2026-11-23', '0000-01-01'] }, ['daysOff.1']],
])('%s: the rows to be put right are named', (_, schedule, issues) => {
	expect(issuesOf(schedule)).toEqual(issues)
})

test('hours are kept in the order of the week, days off once and in order', () => {
	const sent = {
		...withHours(row(5, '09:00', '12:00'), row(1, '13:00', '18:00'), row(1, '09:00', '12:00')),
		daysOff: ['2026-12-29', '2026-12-28', '2026-12-29'],
	}
	expect(checkSchedule(sent)).toEqual({
		...withHours(row(1, '09:00', '12:00'), row(1, '13:00', '18:00'), row(5, '09:00', '12:00')),
		daysOff: ['2026-12-28', '2026-12-29'],
	})
})

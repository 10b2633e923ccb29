import { describe, expect, it } from 'vitest'
import { draftOf, isSame, nextHours, scheduleOf } from './draft.ts'

const saved = {
	slotMinutes: 15 as const,
	hours: [
		{ weekday: 2, from: '09:00', to: '12:00' },
		{ weekday: 1, from: '14:00', to: '18:00' },
		{ weekday: 1, from: '09:00', to: '12:00' },
	],
	daysOff: ['2026-12-30', '2026-12-29'],
}

it('comes back from editing as it went in, in the order of the week', () => {
	expect(scheduleOf(draftOf(saved))).toEqual({
		slotMinutes: 15,
		hours: [saved.hours[2], saved.hours[1], saved.hours[0]],
		daysOff: ['2026-12-29', '2026-12-30'],
	})
})

it('leaves out what gives no slots yet, so that a preview can follow half a time', () => {
	const draft = draftOf({ ...saved, hours: [] })
	draft.ranges.push(
		{ key: 1, weekday: 1, from: '09:00', to: '' },
		{ key: 2, weekday: 1, from: '18:00', to: '14:00' },
		{ key: 3, weekday: 3, from: '10:00', to: '11:00' },
	)
	expect(scheduleOf(draft).hours).toEqual([{ weekday: 3, from: '10:00', to: '11:00' }])
})

describe('what counts as a change', () => {
	it('is not the order in which rows were typed', () => {
		const other = draftOf({ ...saved, hours: saved.hours.toReversed(), daysOff: saved.daysOff.toReversed() })
		expect(isSame(draftOf(saved), other)).toBe(true)
	})

	it('is a time, a length, a day off, and a row with nothing in it yet', () => {
		const changes = [draftOf(saved), draftOf(saved), draftOf(saved), draftOf(saved)] as const
		for (const row of changes[0].ranges.slice(0, 1)) row.to = '12:30'
		changes[1].slotMinutes = 30
		changes[2].daysOff.push('2027-01-02')
		changes[3].ranges.push({ key: 9, weekday: 5, from: '', to: '' })
		for (const changed of changes) expect(isSame(draftOf(saved), changed)).toBe(false)
	})
})

it('proposes the morning, then the afternoon, then the evening, and nothing past midnight', () => {
	expect(nextHours([])).toEqual({ from: '09:00', to: '12:00' })
	expect(nextHours([{ to: '12:00' }])).toEqual({ from: '14:00', to: '17:00' })
	expect(nextHours([{ to: '12:00' }, { to: '18:00' }])).toEqual({ from: '19:00', to: '22:00' })
	expect(nextHours([{ to: '21:00' }])).toEqual({ from: '22:00', to: '23:00' })
	expect(nextHours([{ to: '23:00' }])).toEqual({ from: '', to: '' })
	expect(nextHours([{ to: '' }])).toEqual({ from: '09:00', to: '12:00' })
})

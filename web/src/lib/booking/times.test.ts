import { describe, expect, it } from 'vitest'
import { daysOf, freeAt, neighbours, stripStart, timesOf } from './times.ts'

const [one, two] = ['11111111-1111-7111-8111-111111111111', '22222222-2222-7222-8222-222222222222']
const slot = (tokyo: string, practitionerId = one) => {
	const startsAt = new Date(`${tokyo}:00+09:00`)
	return {
		practitionerId,
		startsAt: startsAt.toISOString(),
		endsAt: new Date(startsAt.getTime() + 900_000).toISOString(),
	}
}
const iso = (tokyo: string) => slot(tokyo).startsAt

describe('the strip of days', () => {
	it('has two weeks and marks those with a free time, by Tokyo’s calendar', () => {
		const days = daysOf([slot('2026-11-23T00:15'), slot('2026-12-05T23:45')], '2026-11-22')
		expect(days).toHaveLength(14)
		expect(days.filter((entry) => entry.free).map((entry) => entry.day)).toEqual(['2026-11-23', '2026-12-05'])
	})

	it('never starts in the past, nor beyond the horizon', () => {
		expect(stripStart('2026-11-22', null)).toBe('2026-11-22')
		expect(stripStart('2026-11-22', '2026-11-01')).toBe('2026-11-22')
		expect(stripStart('2026-11-22', '2026-12-06')).toBe('2026-12-06')
		expect(stripStart('2026-11-22', '2030-01-01')).toBe('2027-01-03')
	})

	it('leads from today to the horizon and back again', () => {
		const seen: string[] = []
		for (let from: string | null = '2026-11-22'; from; from = neighbours('2026-11-22', from).after) seen.push(from)
		expect(seen).toEqual(['2026-11-22', '2026-12-06', '2026-12-20', '2027-01-03'])
		expect(neighbours('2026-11-22', '2026-12-06').before).toBe('2026-11-22')
		expect(neighbours('2026-11-22', '2026-11-22').before).toBeNull()
	})
})

describe('the times of a day', () => {
	it('stand in morning, afternoon and evening, each once, in order', () => {
		const slots = [
			slot('2026-11-23T17:00'),
			slot('2026-11-23T11:45', two),
			slot('2026-11-23T09:00'),
			slot('2026-11-23T09:00', two),
			slot('2026-11-23T12:00'),
			slot('2026-11-24T09:00'),
		]
		expect(timesOf(slots, '2026-11-23')).toEqual({
			morning: [iso('2026-11-23T09:00'), iso('2026-11-23T11:45')],
			afternoon: [iso('2026-11-23T12:00')],
			evening: [iso('2026-11-23T17:00')],
		})
	})

	it('know who is free, whatever way the instant is written', () => {
		const slots = [slot('2026-11-23T09:00', two), slot('2026-11-23T09:00', one), slot('2026-11-23T09:15', two)]
		expect(freeAt(slots, '2026-11-23T09:00:00+09:00')).toEqual([one, two])
		expect(freeAt(slots, '2026-11-23T00:15:00Z')).toEqual([two])
		expect(freeAt(slots, '2026-11-23T10:00:00+09:00')).toEqual([])
	})
})

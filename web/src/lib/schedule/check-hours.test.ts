import { expect, it } from 'vitest'
import { checkHours } from './check-hours.ts'

const rows = (...said: [from: string, to: string, weekday?: number][]) =>
	said.map(([from, to, weekday = 1], key) => ({ key, weekday, from, to }))

it('finds nothing wrong with a morning and an afternoon, nor with hours that touch', () => {
	expect(checkHours(rows(['09:00', '12:00'], ['13:00', '18:00'])).size).toBe(0)
	expect(checkHours(rows(['09:00', '12:00'], ['12:00', '18:00'])).size).toBe(0)
})

it('says which end is missing', () => {
	expect(checkHours(rows(['', '12:00'], ['13:00', ''], ['', '']))).toEqual(
		new Map([
			[0, { kind: 'missing', ends: ['from'] }],
			[1, { kind: 'missing', ends: ['to'] }],
			[2, { kind: 'missing', ends: ['from', 'to'] }],
		]),
	)
})

it('finds hours that end before they start, or at once', () => {
	expect(checkHours(rows(['12:00', '09:00'], ['15:00', '15:00'])).get(0)).toEqual({ kind: 'reversed' })
	expect(checkHours(rows(['12:00', '09:00'], ['15:00', '15:00'])).get(1)).toEqual({ kind: 'reversed' })
})

it('tells both of two that overlap what the other is', () => {
	expect(checkHours(rows(['09:00', '12:00'], ['11:30', '15:00']))).toEqual(
		new Map([
			[0, { kind: 'overlap', with: { from: '11:30', to: '15:00' } }],
			[1, { kind: 'overlap', with: { from: '09:00', to: '12:00' } }],
		]),
	)
})

it('finds hours entered twice, and hours within others', () => {
	expect(checkHours(rows(['09:00', '12:00'], ['09:00', '12:00'])).size).toBe(2)
	expect(checkHours(rows(['09:00', '18:00'], ['10:00', '11:00'])).size).toBe(2)
})

it('does not compare different days, nor with a row that is wrong already', () => {
	expect(checkHours(rows(['09:00', '12:00', 1], ['09:00', '12:00', 2])).size).toBe(0)
	expect([...checkHours(rows(['09:00', '12:00'], ['11:00', '10:00'])).keys()]).toEqual([1])
})

import type { Interval } from '@enshin/db/interval.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contains, cut, merge, overlaps, without } from './interval.ts'

/** Hours of one day, as numbers: `[9, 12]` is 09:00 to 12:00. */
const span = ([from, to]: readonly [number, number]): Interval => ({ startsAt: new Date(from), endsAt: new Date(to) })
const numbers = (intervals: Interval[]) => intervals.map(({ startsAt, endsAt }) => [+startsAt, +endsAt])

const point = fc.integer({ min: 0, max: 60 })
const anySpan = fc.tuple(point, point).map(span)
const forwardSpan = fc
	.tuple(point, fc.integer({ min: 1, max: 20 }))
	.map(([from, length]) => span([from, from + length]))
const covers = (intervals: readonly Interval[], at: number) =>
	intervals.some(({ startsAt, endsAt }) => +startsAt <= at && at < +endsAt)
const everyPoint = Array.from({ length: 82 }, (_, at) => at)

test.each([
	[[9, 10], [10, 11], false],
	[[9, 10], [9, 10], true],
	[[9, 12], [10, 11], true],
	[[9, 11], [10, 12], true],
	[[9, 10], [11, 12], false],
] as const)('%j and %j overlap: %s', (a, b, expected) => {
	expect(overlaps(span(a), span(b))).toBe(expected)
	expect(overlaps(span(b), span(a))).toBe(expected)
})

test.each([
	[[9, 12], [9, 12], true],
	[[9, 12], [10, 11], true],
	[[9, 12], [8, 10], false],
	[[9, 12], [11, 13], false],
] as const)('%j contains %j: %s', (outer, inner, expected) => {
	expect(contains(span(outer), span(inner))).toBe(expected)
})

test.each([
	[[], []],
	[
		[
			[13, 18],
			[9, 12],
		],
		[
			[9, 12],
			[13, 18],
		],
	],
	[
		[
			[9, 12],
			[12, 15],
		],
		[[9, 15]],
	],
	[
		[
			[9, 15],
			[10, 11],
			[14, 16],
		],
		[[9, 16]],
	],
	[
		[
			[9, 9],
			[12, 11],
		],
		[],
	],
] as [[number, number][], number[][]][])('%j merge into %j', (given, expected) => {
	expect(numbers(merge(given.map(span)))).toEqual(expected)
})

test('merging keeps every moment, adds none, and leaves gaps between the pieces', () => {
	fc.assert(
		fc.property(fc.array(anySpan, { maxLength: 12 }), (given) => {
			const merged = merge(given)
			for (const at of everyPoint) expect(covers(merged, at)).toBe(covers(given, at))
			for (const [index, next] of merged.slice(1).entries())
				expect((merged[index] as Interval).endsAt < next.startsAt).toBe(true)
		}),
	)
})

test('merging changes none of the intervals given', () => {
	const given = [span([9, 12]), span([11, 15])]
	merge(given)
	expect(numbers(given)).toEqual([
		[9, 12],
		[11, 15],
	])
})

test('what is left is exactly what no busy time touches', () => {
	fc.assert(
		fc.property(fc.array(forwardSpan), fc.array(forwardSpan), (slots, busy) => {
			const left = without(slots, busy)
			expect(left).toEqual(slots.filter((slot) => !busy.some((other) => overlaps(slot, other))))
		}),
	)
})

test('pieces are whole, follow each other, and leave less than one of them at the end', () => {
	fc.assert(
		fc.property(
			point,
			fc.integer({ min: 0, max: 600 }),
			fc.constantFrom(10, 15, 20, 30, 60),
			(from, length, minutes) => {
				const whole = { startsAt: new Date(from * 60_000), endsAt: new Date((from + length) * 60_000) }
				const pieces = cut(whole, minutes)
				expect(pieces.length).toBe(Math.floor(length / minutes))
				pieces.forEach(({ startsAt, endsAt }, index) => {
					expect(+startsAt).toBe((from + index * minutes) * 60_000)
					expect(+endsAt - +startsAt).toBe(minutes * 60_000)
				})
			},
		),
	)
	expect(cut(span([2, 1]), 15)).toEqual([])
})

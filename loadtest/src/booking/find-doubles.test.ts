import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Booked, findDoubles } from './find-doubles.ts'

const at = (startsAtMs: number, endsAtMs: number, who: Partial<Booked> = {}): Booked => ({
	id: `${startsAtMs}`,
	practitionerId: 'p',
	patientId: `patient ${startsAtMs}`,
	startsAtMs,
	endsAtMs,
	...who,
})

test('one may begin where another ends, and two doctors may see two patients at once', () => {
	expect(findDoubles([at(0, 10), at(10, 20), at(0, 10, { practitionerId: 'q', patientId: 'other' })])).toEqual([])
})

test('a doctor or a patient in two places is found, also beside a long visit', () => {
	expect(findDoubles([at(0, 10), at(9, 20)])).toHaveLength(1)
	expect(findDoubles([at(0, 100), at(10, 20), at(30, 40)])).toHaveLength(2)
	const patient = { patientId: 'same' }
	expect(findDoubles([at(0, 10, patient), at(5, 15, { ...patient, practitionerId: 'q' })])).toHaveLength(1)
})

test('it finds something exactly where a comparison of all with all does', () => {
	const booking = fc.record({
		id: fc.uuid(),
		practitionerId: fc.constantFrom('p', 'q'),
		patientId: fc.constantFrom('a', 'b', 'c'),
		startsAtMs: fc.integer({ min: 0, max: 20 }),
		minutes: fc.integer({ min: 1, max: 4 }),
	})
	fc.assert(
		fc.property(fc.array(booking, { maxLength: 8 }), (made) => {
			const all = made.map(({ minutes, ...one }) => ({ ...one, endsAtMs: one.startsAtMs + minutes }))
			const double = all.some((a, i) =>
				all.some(
					(b, j) =>
						i < j &&
						(a.practitionerId === b.practitionerId || a.patientId === b.patientId) &&
						a.startsAtMs < b.endsAtMs &&
						b.startsAtMs < a.endsAtMs,
				),
			)
			expect(findDoubles(all).length > 0).toBe(double)
		}),
	)
})

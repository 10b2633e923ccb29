import { expect, test } from 'vitest'
import { readFilter, withFilter } from './filter.ts'

const patient = '01a2030f-6c1a-7c3e-8a51-2f6c1a7c3e8a'

test('a filter is read from the address; what makes no sense is left out', () => {
	const search = new URLSearchParams({ from: '2026-11-01', to: '2026-02-30', action: 'nothing', patient, actor: '' })
	expect(readFilter(search)).toEqual({ from: '2026-11-01', patient })
})

test('a changed filter keeps the rest', () => {
	expect(withFilter({ from: '2026-11-01', patient }, { patient: null })).toBe('/access-log?from=2026-11-01')
	expect(withFilter({ patient }, { patient: null })).toBe('/access-log')
	expect(withFilter({}, { action: 'appointment.read' })).toBe('/access-log?action=appointment.read')
})

import { expect, test } from 'vitest'
import type { KeptResult } from './record.ts'
import { renderResults } from './render-results.ts'

const result: KeptResult = {
	name: 'cpu.janus-2',
	measure: 'CPU a forwarded packet, rooms of 2',
	against: 'Janus',
	goal: '≤ 0.35',
	value: 0.4567,
	unit: 'ratio',
	met: false,
	raw: { enshin: [9, 1, 5], janus: [10] },
	notes: ['something was tried'],
	at: '2026-11-22T10:20:30.000Z',
	machine: { cpu: '2 × some', memoryGb: 8, kernel: '6.1', node: 'v24', mediasoup: '3.27.1', worker: 'official' },
}

test('a goal that was missed says so beside its figure, with every raw number below', () => {
	const text = renderResults([result])
	expect(text).toContain(
		'| CPU a forwarded packet, rooms of 2 | Janus | ≤ 0.35 | **0.46** | no | `pnpm bench cpu` | 2026-11-22 |',
	)
	expect(text).toContain('- enshin: median 5, middle half 3 to 7: 9 1 5')
	expect(text).toContain('- janus: 10')
	expect(text).toContain('- something was tried')
	expect(text).toContain('worker: official')
})

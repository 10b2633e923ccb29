import { expect, test } from 'vitest'
import type { GeneratorSample } from '../generator/types.ts'
import { emptyHistogram, observe } from './histogram.ts'
import { lossOf, toMoment } from './moment.ts'

const counts = (expected: number, lost: number) => ({
	expected,
	lost,
	received: expected - lost,
	duplicated: 0,
	reordered: 0,
})
const sample = (change: Partial<GeneratorSample> = {}): GeneratorSample => ({
	atMs: 0,
	spanMs: 2000,
	rooms: 1,
	participants: 2,
	sent: { packets: 1000, bytes: 1_000_000 },
	audio: counts(400, 4),
	video: counts(600, 6),
	delay: emptyHistogram(),
	processes: [{ pid: 1, cpu: 0.2, lateMs: 1, memoryMb: 50 }],
	...change,
})
const around = { atS: 2, servers: {}, hostIdle: null }

test('packets are told a second, lost ones as they were counted', () => {
	const moment = toMoment(sample(), around)
	expect(moment).toMatchObject({ sentPerS: 500, receivedPerS: 495, lost: 10, expected: 1000, saturated: null })
	expect(lossOf([moment, moment])).toBeCloseTo(0.01)
})

test('where nothing arrived there is no delay, and nothing expected is no loss', () => {
	expect(toMoment(sample({ audio: counts(0, 0), video: counts(0, 0) }), around).delayMs).toBeNull()
	expect(lossOf([])).toBe(0)
})

test('delays are read from the histogram', () => {
	const delay = emptyHistogram()
	for (let count = 0; count < 100; count += 1) observe(delay, count < 96 ? 1 : 50)
	const read = toMoment(sample({ delay }), around).delayMs
	expect(read?.p95).toBeLessThan(1.06)
	expect(read?.p99).toBeGreaterThan(49)
})

test('one process at its end, or one that is late, spoils the moment', () => {
	const busy = { pid: 2, cpu: 0.97, lateMs: 1, memoryMb: 1 }
	const late = { pid: 3, cpu: 0.3, lateMs: 45, memoryMb: 1 }
	const easy = { pid: 1, cpu: 0.2, lateMs: 1, memoryMb: 1 }
	expect(toMoment(sample({ processes: [easy, busy] }), around).saturated).toContain('97 %')
	expect(toMoment(sample({ processes: [easy, late] }), around).saturated).toContain('45 ms late')
})

import { expect, test } from 'vitest'
import { type SendState, watchAnswers } from './answer-watchdog.ts'

/** When the line counted as out, for readings every 200 ms. */
function outAt(readings: [sent: number, received: number][]): number[] {
	let state: SendState | null = null
	const out: number[] = []
	readings.forEach(([sent, received], index) => {
		state = watchAnswers(state, { atMs: index * 200, sent, received })
		if (state.isOut) out.push(index * 200)
	})
	return out
}

test('a line that answers is in order, however little', () => {
	expect(outAt(Array.from({ length: 20 }, (_, n) => [n * 20, n >> 1]))).toEqual([])
})

test('whoever sends nothing needs no answer', () => {
	expect(outAt(Array.from({ length: 20 }, () => [100, 50]))).toEqual([])
})

test('sending without an answer for 800 ms is an outage, until the first packet comes', () => {
	const out = Array.from({ length: 6 }, (_, n): [number, number] => [n * 20, 50])
	const back = Array.from({ length: 4 }, (_, n): [number, number] => [200 + n * 20, 51 + n])
	expect(outAt([...out, ...back])).toEqual([800, 1000])
})

test('an outage goes on though the picture is held and nothing but checks of the path is sent', () => {
	const out = Array.from({ length: 6 }, (_, n): [number, number] => [n * 20, 50])
	const held = Array.from({ length: 5 }, (): [number, number] => [100, 50])
	expect(outAt([...out, ...held])).toEqual([800, 1000, 1200, 1400, 1600, 1800, 2000])
})

test('another path, whose counters begin anew, is in order', () => {
	const out = Array.from({ length: 6 }, (_, n): [number, number] => [n * 20, 50])
	expect(outAt([...out, [3, 1], [6, 2]])).toEqual([800, 1000])
})

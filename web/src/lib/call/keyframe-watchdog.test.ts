import { expect, test } from 'vitest'
import { type VideoReading, type WatchdogState, watchKeyframe } from './keyframe-watchdog.ts'

/** When the watchdog asked, for readings every 100 ms. */
function askedAt(readings: [packets: number, frames: number][]): number[] {
	let state: WatchdogState | null = null
	const asked: number[] = []
	readings.forEach(([packets, frames], index) => {
		const reading: VideoReading = { atMs: index * 100, packets, frames }
		const result = watchKeyframe(state, reading)
		state = result.state
		if (result.ask) asked.push(reading.atMs)
	})
	return asked
}

test('a picture that moves is left alone', () => {
	expect(askedAt(Array.from({ length: 20 }, (_, n) => [n * 10, n * 6]))).toEqual([])
})

test('packets without a frame for 300 ms bring a request, and then one a second', () => {
	expect(askedAt(Array.from({ length: 25 }, (_, n) => [n * 10, 50]))).toEqual([300, 1300, 2300])
})

test('a stream that is paused or lost brings none', () => {
	expect(askedAt(Array.from({ length: 20 }, () => [100, 50]))).toEqual([])
})

test('after an outage the time counts from the first packet that came back', () => {
	const outage = Array.from({ length: 10 }, (): [number, number] => [100, 50])
	const back = Array.from({ length: 4 }, (_, n): [number, number] => [110 + n * 10, 50])
	expect(askedAt([...outage, ...back])).toEqual([1200])
})

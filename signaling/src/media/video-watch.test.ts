import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { VideoWatch } from './video-watch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watching() {
	const seen: string[] = []
	const watch: VideoWatch = new VideoWatch(3_000, () => seen.push(watch.video))
	return { watch, seen }
}

test('a camera is live when something of it arrives, not when it is announced', () => {
	const { watch, seen } = watching()
	watch.opened(false)
	expect(seen).toEqual([])
	watch.scored(8)
	expect(seen).toEqual(['live'])
})

test('a hole shorter than the limit is none, a longer one is', () => {
	const { watch, seen } = watching()
	watch.opened(false)
	watch.scored(8)
	watch.scored(0)
	vi.advanceTimersByTime(2_900)
	watch.scored(5)
	vi.advanceTimersByTime(10_000)
	expect(seen).toEqual(['live'])
	watch.scored(0)
	vi.advanceTimersByTime(3_000)
	expect(seen).toEqual(['live', 'none'])
	watch.scored(3)
	expect(seen).toEqual(['live', 'none', 'live'])
})

test('switching off is told at once, and switching on again is live without another score', () => {
	const { watch, seen } = watching()
	watch.opened(false)
	watch.scored(10)
	watch.paused()
	watch.resumed()
	watch.closed(true)
	expect(seen).toEqual(['live', 'off', 'live', 'off'])
})

test('scores of a camera that is off change nothing until it is on', () => {
	const { watch, seen } = watching()
	watch.opened(true)
	watch.scored(10)
	expect(seen).toEqual(['off'])
	watch.resumed()
	expect(seen).toEqual(['off', 'live'])
})

test('another camera in place of a live one has the same time to arrive', () => {
	const { watch, seen } = watching()
	watch.opened(false)
	watch.scored(10)
	watch.opened(false)
	vi.advanceTimersByTime(2_000)
	watch.scored(10)
	watch.opened(false)
	vi.advanceTimersByTime(3_000)
	expect(seen).toEqual(['live', 'none'])
})

test('nothing is told any more once it is stopped', () => {
	const { watch, seen } = watching()
	watch.opened(false)
	watch.scored(10)
	watch.scored(0)
	watch.stop()
	vi.advanceTimersByTime(10_000)
	expect(seen).toEqual(['live'])
})

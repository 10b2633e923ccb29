import { expect, test } from 'vitest'
import { loadRecording } from './recording.ts'

test.for(['vp8', 'vp9', 'opus'] as const)('the recording of %s can be played in a loop', (codec) => {
	const { packets, durationMs, clockRate } = loadRecording(codec)
	expect(packets[0]).toMatchObject({ atMs: 0, timestamp: 0, keyframe: true })
	expect(packets.at(-1)?.marker || codec === 'opus').toBe(true)
	expect(durationMs).toBeGreaterThan(5_000)
	expect(durationMs).toBeGreaterThan(packets.at(-1)?.atMs ?? 0)
	for (const [index, { atMs, timestamp, payload }] of packets.entries()) {
		const before = packets[index - 1]
		expect(atMs).toBeGreaterThanOrEqual(before?.atMs ?? 0)
		expect(timestamp).toBeGreaterThanOrEqual(before?.timestamp ?? 0)
		// It leaves at its frame's time, or a little behind it.
		expect(atMs - (timestamp / clockRate) * 1000).toBeLessThan(500)
		expect(payload.length).toBeLessThan(1_250)
	}
})

test('each frame of a picture ends with its marker', () => {
	for (const codec of ['vp8', 'vp9'] as const) {
		const { packets } = loadRecording(codec)
		for (const [index, { timestamp, marker }] of packets.entries()) {
			const next = packets[index + 1]
			expect(marker, `${codec} ${index}`).toBe(next === undefined || next.timestamp !== timestamp)
		}
	}
})

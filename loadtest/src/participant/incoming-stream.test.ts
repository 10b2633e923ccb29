import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IncomingStream } from './incoming-stream.ts'

/** Much later: whatever did not come is lost. */
const laterMs = 10_000

function streamOf(...sequences: number[]) {
	const stream = new IncomingStream('video')
	const isFirst = sequences.map((sequence) => stream.receive({ stream: 7, sequence, sentUs: 0 }, 0))
	return { stream, isFirst }
}

test('a stream that arrives whole lost nothing, wherever it begins', () => {
	const { stream } = streamOf(40, 41, 42)
	expect(stream.take(laterMs)).toEqual({ expected: 3, received: 3, lost: 0, duplicated: 0, reordered: 0 })
	expect(stream.take(laterMs)).toEqual({ expected: 0, received: 0, lost: 0, duplicated: 0, reordered: 0 })
})

test('a gap is lost only when it had half a second to fill', () => {
	const { stream } = streamOf(0, 2)
	expect(stream.take(400)).toMatchObject({ expected: 3, received: 2, lost: 0 })
	expect(stream.take(600)).toMatchObject({ expected: 0, received: 0, lost: 1 })
})

test('what was given up and comes all the same is late, and neither lost nor doubled', () => {
	const { stream } = streamOf(0, 2)
	expect(stream.take(laterMs)).toMatchObject({ lost: 1 })
	expect(stream.receive({ stream: 7, sequence: 1, sentUs: 0 }, laterMs)).toBe(true)
	expect(stream.take(laterMs)).toEqual({ expected: 0, received: 1, lost: -1, duplicated: 0, reordered: 1 })
})

test('a second copy counts once, and has no delay', () => {
	const { stream, isFirst } = streamOf(0, 1, 1, 0)
	expect(isFirst).toEqual([true, true, false, false])
	expect(stream.take(laterMs)).toMatchObject({ expected: 2, received: 2, duplicated: 2 })
})

test('a stream that dies is missed for as long as its sender sends', () => {
	const { stream } = streamOf(0, 1)
	const sentBy = (number: number, atMs: number) => (number === 7 && atMs === laterMs - 500 ? 12 : 0)
	expect(stream.take(laterMs, sentBy)).toMatchObject({ expected: 12, received: 2, lost: 10 })
})

test('what the server held back was not lost', () => {
	const { stream } = streamOf(0, 1)
	stream.skip()
	stream.receive({ stream: 7, sequence: 100, sentUs: 0 }, 0)
	expect(stream.take(laterMs)).toMatchObject({ expected: 3, received: 3, lost: 0 })
})

test('in any order, with any loss and any copies, all that was to arrive is received or lost', () => {
	const arrivals = fc.array(fc.nat(60), { minLength: 1, maxLength: 200 })
	fc.assert(
		fc.property(arrivals, fc.array(fc.nat(200)), (sequences, looks) => {
			const { stream } = streamOf()
			const sum = { expected: 0, received: 0, lost: 0, duplicated: 0 }
			const look = (nowMs: number) => {
				const taken = stream.take(nowMs)
				for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += taken[key]
			}
			for (const [at, sequence] of sequences.entries()) {
				stream.receive({ stream: 7, sequence, sentUs: 0 }, at * 100)
				if (looks.includes(at)) look(at * 100)
			}
			look(1e9)
			expect(sum.received).toBe(new Set(sequences).size)
			expect(sum.expected).toBe(sum.received + sum.lost)
			expect(sum.duplicated).toBe(sequences.length - sum.received)
			// Between the first number and the last nothing is forgotten; before the first one nobody knows.
			const [first = 0] = sequences
			const after = new Set(sequences.filter((sequence) => sequence >= first))
			expect(sum.lost).toBe(Math.max(...sequences) - first + 1 - after.size)
		}),
	)
})

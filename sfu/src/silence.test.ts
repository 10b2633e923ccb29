import { describe, expect, test } from 'vitest'
import { Silence } from './silence.ts'

describe('a stream', () => {
	test('is silent when nothing has come for two seconds, and that turns once', () => {
		const silence = new Silence(0)
		expect([silence.hear(5, 1000), silence.hear(5, 2999), silence.hear(5, 3000), silence.hear(5, 4000)]).toEqual([
			false,
			false,
			true,
			false,
		])
		expect(silence.isSilent).toBe(true)
	})

	test('is silent when nothing ever came', () => {
		const silence = new Silence(0)
		expect(silence.hear(0, 1999)).toBe(false)
		expect(silence.hear(0, 2000)).toBe(true)
	})

	test('is there again with its first packet', () => {
		const silence = new Silence(0)
		silence.hear(0, 2000)
		expect(silence.hear(1, 3000)).toBe(true)
		expect(silence.isSilent).toBe(false)
	})

	test('owes nothing while it is paused, and the full time after it', () => {
		const silence = new Silence(0)
		silence.hear(9, 1000)
		silence.wait(60_000)
		expect(silence.hear(9, 61_999)).toBe(false)
		expect(silence.hear(9, 62_000)).toBe(true)
	})
})

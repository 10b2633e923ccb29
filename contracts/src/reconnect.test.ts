import { describe, expect, test } from 'vitest'
import { afterClose, afterRefusal, longestPauseMs, pauseBeforeMs } from './reconnect.ts'
import { closeCodes } from './wire.ts'

describe('the pause before an attempt', () => {
	test('the first comes within 200 ms, so that a blip is hardly seen', () => {
		expect(pauseBeforeMs(0, () => 0)).toBe(0)
		expect(pauseBeforeMs(0, () => 0.999)).toBeLessThan(200)
	})

	test('it doubles, and never passes the longest', () => {
		const highest = Array.from({ length: 12 }, (_, attempt) => pauseBeforeMs(attempt, () => 1))
		expect(highest.slice(0, 7)).toEqual([200, 250, 500, 1000, 2000, 2000, 2000])
		expect(Math.max(...highest)).toBe(longestPauseMs)
	})

	test('half of it is chance, so that many browsers spread', () => {
		expect(pauseBeforeMs(4, () => 0)).toBe(1000)
		expect(pauseBeforeMs(4, () => 1)).toBe(2000)
	})

	test('five attempts fit into the first four seconds even with the worst luck', () => {
		const sum = [0, 1, 2, 3, 4].reduce((ms, attempt) => ms + pauseBeforeMs(attempt, () => 1), 0)
		expect(sum).toBeLessThan(4_000)
	})
})

describe('after a socket closed', () => {
	test.each([
		['replaced', closeCodes.replaced, { step: 'stop', because: { kind: 'replaced' } }],
		['ended', closeCodes.ended, { step: 'stop', because: { kind: 'ended' } }],
		['left', closeCodes.left, { step: 'stop', because: { kind: 'left' } }],
		['access ended', closeCodes.accessEnded, { step: 'stop', because: { kind: 'refused', code: 'auth.forbidden' } }],
		['not admitted', closeCodes.notAdmitted, { step: 'retry', by: 'join' }],
		['lost', 1006, { step: 'retry', by: 'resume' }],
		['server restarts', 1012, { step: 'retry', by: 'resume' }],
		['too large', 1009, { step: 'retry', by: 'resume' }],
	] as const)('%s is answered as it should be', (_, code, expected) => {
		expect(afterClose(code, true)).toEqual(expected)
	})

	test('without a session to resume, a lost socket joins anew', () => {
		expect(afterClose(1006, false)).toEqual({ step: 'retry', by: 'join' })
	})
})

describe('after a refusal', () => {
	test.each(['session.unknown', 'join_token.used', 'join_token.expired'] as const)('%s takes a fresh token', (code) => {
		expect(afterRefusal(code, true)).toEqual({ step: 'retry', by: 'join' })
	})

	test.each(['auth.forbidden', 'not_found', 'join_token.invalid'] as const)('%s is final', (code) => {
		expect(afterRefusal(code, true)).toEqual({ step: 'stop', because: { kind: 'refused', code } })
	})

	test('an ended call leads to its end, a lost sign-in to signing in', () => {
		expect(afterRefusal('call.ended', true)).toEqual({ step: 'stop', because: { kind: 'ended' } })
		expect(afterRefusal('auth.required', false)).toEqual({ step: 'stop', because: { kind: 'signed_out' } })
	})

	test.each(['timeout', 'unavailable', 'internal', 'rate.limited'] as const)('%s is tried again as it was', (code) => {
		expect(afterRefusal(code, true)).toEqual({ step: 'retry', by: 'resume' })
		expect(afterRefusal(code, false)).toEqual({ step: 'retry', by: 'join' })
	})
})

import { expect, test } from 'vitest'
import { RateLimiter, rateKindOf, TokenBucket } from './rate-limit.ts'

test('a bucket gives its burst at once, then its rate, and says how long to wait', () => {
	const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, 0)
	expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([0, 0, 0, 500])
	expect(bucket.take(499)).toBeGreaterThan(0)
	expect(bucket.take(500)).toBe(0)
})

test('a clock that goes back neither gives nor takes', () => {
	const bucket = new TokenBucket({ burst: 1, perSecond: 1 }, 10_000)
	expect(bucket.take(10_000)).toBe(0)
	expect(bucket.take(0)).toBe(1_000)
	expect(bucket.take(1_000)).toBe(0)
})

test('using up one kind leaves the others alone', () => {
	const limiter = new RateLimiter()
	const chatUntilRefused = () => {
		for (;;) limiter.demand('chat', 0)
	}
	expect(chatUntilRefused).toThrow('rate.limited')
	expect(() => limiter.demand(rateKindOf('call.end'), 0)).not.toThrow()
})

test('hang-up, media and entry are limited apart', () => {
	const kinds = (['call.end', 'media.produce', 'media.requestKeyframe', 'join', 'ping', 'chat.send'] as const).map(
		rateKindOf,
	)
	expect(new Set(kinds).size).toBe(kinds.length)
})

import type { Method } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'

/** `burst` at once, and `perSecond` in the long run. */
export type Rate = { readonly burst: number; readonly perSecond: number }

export class TokenBucket {
	readonly #rate: Rate
	#tokens: number
	#atMs: number

	constructor(rate: Rate, nowMs: number) {
		this.#rate = rate
		this.#tokens = rate.burst
		this.#atMs = nowMs
	}

	/** Takes one. Returns 0, or in how many milliseconds there will be one; then nothing was taken. */
	take(nowMs: number): number {
		const { burst, perSecond } = this.#rate
		this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, nowMs - this.#atMs) * perSecond) / 1000)
		this.#atMs = nowMs
		if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) / perSecond) * 1000)
		this.#tokens -= 1
		return 0
	}
}

/** Every kind of request has a limit of its own, so that a chatty page cannot use up its own hang-up. */
const rates = {
	/** Any frame at all, read or not: the first guard, before a frame is parsed. */
	frame: { burst: 150, perSecond: 60 },
	/** How often a limit may be met before the socket is closed. */
	strike: { burst: 60, perSecond: 5 },
	admission: { burst: 4, perSecond: 1 },
	ping: { burst: 10, perSecond: 2 },
	call: { burst: 10, perSecond: 2 },
	media: { burst: 80, perSecond: 20 },
	keyframe: { burst: 16, perSecond: 8 },
	chat: { burst: 10, perSecond: 2 },
} as const satisfies Record<string, Rate>
export type RateKind = keyof typeof rates

export function rateKindOf(method: Method<SignalingProtocol>): RateKind {
	if (method === 'ping') return 'ping'
	if (method === 'join' || method === 'resume' || method === 'watch') return 'admission'
	if (method === 'chat.send') return 'chat'
	if (method === 'media.requestKeyframe') return 'keyframe'
	return method.startsWith('call.') ? 'call' : 'media'
}

/** One socket's limits; a bucket is made when it is first needed and a Map is not, for an idle socket should weigh little. */
export class RateLimiter {
	readonly #buckets: Partial<Record<RateKind, TokenBucket>> = {}

	/** 0, or the milliseconds to wait. */
	take(kind: RateKind, nowMs: number): number {
		const bucket = this.#buckets[kind] ?? new TokenBucket(rates[kind], nowMs)
		this.#buckets[kind] = bucket
		return bucket.take(nowMs)
	}

	/** Throws `rate.limited`. */
	demand(kind: RateKind, nowMs: number): void {
		const retryAfterMs = this.take(kind, nowMs)
		if (retryAfterMs > 0) throw new ProblemError('rate.limited', { retryAfterMs })
	}
}

import { z } from 'zod'
import { problem } from './errors.ts'

/** The largest frame either side accepts from the other, in bytes; `ws` closes with 1009 above it. */
export const maxFrameBytes = 16 * 1024
/** Fragments of one message; `ws` closes with 1008 above it. */
export const maxFragments = 16

/** Text frames of JSON, three kinds: a request has one reply under its id, an event has none. */
export const requestFrame = z.object({
	kind: z.literal('request'),
	id: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
	method: z.string().max(64),
	data: z.unknown(),
})
export const replyFrame = z.object({
	kind: z.literal('reply'),
	id: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
	result: z.discriminatedUnion('ok', [
		z.object({ ok: z.literal(true), data: z.unknown() }),
		z.object({ ok: z.literal(false), problem }),
	]),
})
export const eventFrame = z.object({ kind: z.literal('event'), event: z.string().max(64), data: z.unknown() })

export const frame = z.discriminatedUnion('kind', [requestFrame, replyFrame, eventFrame])
export type Frame = z.infer<typeof frame>
export type RequestFrame = z.infer<typeof requestFrame>

/** Why a socket was closed, beyond RFC 6455's own codes (1008 policy, 1009 too large, 1012 restart, 1013 try later). */
export const closeCodes = {
	/** The same participant entered from elsewhere. */
	replaced: 4001,
	/** The call is over. */
	ended: 4002,
	/** No valid `join`, `resume` or `watch` came in time, or it was refused. */
	notAdmitted: 4003,
	/** The participant left. */
	left: 4004,
	/** The account was disabled or removed, the person left, the facility stopped, 代理 or the session was ended. */
	accessEnded: 4005,
} as const

/** Parses one text frame; null when it is not one of ours. */
export function parseFrame(text: string): Frame | null {
	try {
		return frame.safeParse(JSON.parse(text)).data ?? null
	} catch {
		return null
	}
}

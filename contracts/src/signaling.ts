import { z } from 'zod'
import { callRole, callSnapshot, endReason, presence } from './call.ts'
import type { Protocol } from './channel.ts'
import { id, instant } from './ids.ts'
import {
	consumerOptions,
	direction,
	dtlsParameters,
	iceParameters,
	layers,
	mediaKind,
	mediaSource,
	routerRtpCapabilities,
	rtpCapabilities,
	rtpParameters,
	transportOptions,
} from './media.ts'

/**
 * The whole conversation between a browser and signaling. The browser asks, signaling answers and tells.
 *
 * First frame: `join` (a call), `resume` (the same, after a lost socket) or `watch` (a facility's day); nothing else is
 * heard before. Media: signaling offers both transports with `media`, the browser sends its capabilities, produces, and
 * is told of every consumer made for it. No consumer flows before the call is live: signaling holds that gate itself.
 */
const mediaId = z.string().min(1).max(64)
const none = z.object({})

export const peerInfo = z.object({
	peerId: id,
	role: callRole,
	name: z.string(),
	/** False while its socket is lost and may still resume. */
	connected: z.boolean(),
	/** What it sends right now. */
	microphone: z.boolean(),
	camera: z.boolean(),
})
export type PeerInfo = z.infer<typeof peerInfo>

export const maxChatChars = 2000
export const chatMessage = z.object({ messageId: id, peerId: id, name: z.string(), text: z.string(), at: instant })
export type ChatMessage = z.infer<typeof chatMessage>

/** The place to send to and receive from. A new epoch means: drop all media of the old one and build anew. */
export const mediaOffer = z.object({
	epoch: z.number().int().positive(),
	routerRtpCapabilities,
	send: transportOptions,
	recv: transportOptions,
})
export type MediaOffer = z.infer<typeof mediaOffer>

export const queuePosition = z.object({
	/** How many of the same practitioner's patients come first, the one in the call included. */
	ahead: z.number().int().nonnegative(),
	/** How late the visit is by now; 0 when it is not. */
	delayMinutes: z.number().int().nonnegative(),
})
export type QueuePosition = z.infer<typeof queuePosition>

export const offeredConsumer = consumerOptions.extend({ peerId: id, source: mediaSource })
export type OfferedConsumer = z.infer<typeof offeredConsumer>

const joined = z.object({
	self: peerInfo,
	call: callSnapshot,
	peers: z.array(peerInfo),
	chat: z.array(chatMessage),
	/** For the waiting guest, else null. */
	queue: queuePosition.nullable(),
	/** Null while the sfu is away: a `media.offered` follows. After `resume` null means: what you have still stands. */
	media: mediaOffer.nullable(),
	/** With it a lost socket may come back within the grace time, media untouched. */
	session: z.object({ sessionId: id, secret: z.string(), graceMs: z.number().int().positive() }),
})
export type Joined = z.infer<typeof joined>

export const signalingProtocol = {
	requests: {
		join: { data: z.object({ token: z.string().min(1).max(4096) }), reply: joined },
		/** `session.unknown` when the grace time is over: join anew. `mediaEpoch` is what the browser still holds. */
		resume: {
			data: z.object({ sessionId: id, secret: z.string().min(1).max(128), mediaEpoch: z.number().int().nonnegative() }),
			reply: joined,
		},
		watch: { data: z.object({ token: z.string().min(1).max(4096) }), reply: z.object({ calls: z.array(presence) }) },
		/** Browsers cannot send WebSocket pings; this is theirs, every 5 s. */
		ping: { data: none, reply: z.object({ at: instant }) },

		/** Host: 呼び出し. Refused with `call.guest_absent` while nobody waits. */
		'call.ring': { data: none, reply: callSnapshot },
		'call.cancelRing': { data: none, reply: callSnapshot },
		/** Guest: 入る. Refused with `call.not_called` before the host rang. */
		'call.enter': { data: none, reply: callSnapshot },
		/** Host: 終了, for both. */
		'call.end': { data: z.object({ reason: endReason }), reply: callSnapshot },
		/** Guest or host goes; the call is interrupted, and the same person may come back. */
		'call.leave': { data: none, reply: none },

		'media.setCapabilities': { data: z.object({ epoch: z.number().int().positive(), rtpCapabilities }), reply: none },
		'media.connect': { data: z.object({ direction, dtlsParameters }), reply: none },
		'media.restartIce': { data: z.object({ direction }), reply: z.object({ iceParameters }) },
		/** One live producer a source: a second one of the same source replaces the first. */
		'media.produce': {
			data: z.object({ source: mediaSource, kind: mediaKind, rtpParameters, paused: z.boolean() }),
			reply: z.object({ producerId: mediaId }),
		},
		'media.pauseProducer': { data: z.object({ producerId: mediaId }), reply: none },
		'media.resumeProducer': { data: z.object({ producerId: mediaId }), reply: none },
		'media.closeProducer': { data: z.object({ producerId: mediaId }), reply: none },
		/** The browser is ready for these; they flow as soon as the call is live. */
		'media.resumeConsumers': { data: z.object({ consumerIds: z.array(mediaId).min(1).max(32) }), reply: none },
		'media.pauseConsumers': { data: z.object({ consumerIds: z.array(mediaId).min(1).max(32) }), reply: none },
		'media.setLayers': { data: z.object({ consumerId: mediaId, layers }), reply: none },
		'media.requestKeyframe': { data: z.object({ consumerId: mediaId }), reply: none },

		/** `messageId` is the browser's own, so that one sent again after a lost socket is kept once. */
		'chat.send': {
			data: z.object({ messageId: id, text: z.string().trim().min(1).max(maxChatChars) }),
			reply: chatMessage,
		},
	},
	events: {
		'call.changed': callSnapshot,
		'queue.changed': queuePosition,
		'peer.joined': peerInfo,
		'peer.changed': peerInfo,
		'peer.left': z.object({ peerId: id }),
		'media.offered': mediaOffer,
		/** The sfu or its worker is gone; a `media.offered` of a later epoch follows. */
		'media.lost': z.object({ epoch: z.number().int().positive() }),
		'media.consumersOpened': z.object({ epoch: z.number().int().positive(), consumers: z.array(offeredConsumer) }),
		'media.consumerPaused': z.object({ consumerId: mediaId }),
		'media.consumerResumed': z.object({ consumerId: mediaId }),
		'media.consumerClosed': z.object({ consumerId: mediaId }),
		/** 0 to 10, how well a stream leaves its sender and reaches this browser (mediasoup's scores). */
		'media.consumerScore': z.object({ consumerId: mediaId, score: z.number(), producerScore: z.number() }),
		/** How well one's own stream reaches the sfu, 0 to 10. */
		'media.producerScore': z.object({ producerId: mediaId, score: z.number() }),
		'chat.message': chatMessage,
		/** To watchers. */
		'presence.changed': presence,
		/** Signaling stops; the socket closes with 1012, and another one will take over. */
		'server.closing': z.object({ retryAfterMs: z.number().int().nonnegative() }),
	},
} as const satisfies Protocol

export type SignalingProtocol = typeof signalingProtocol

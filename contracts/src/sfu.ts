import { z } from 'zod'
import type { Protocol } from './channel.ts'
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
 * The control conversation between signaling and an sfu node, over one WebSocket with a shared secret
 * (`Authorization: Bearer …`). The sfu knows rooms and peers by opaque ids, and nothing of people or policy. Rooms and
 * their media outlive the control socket by a grace time, so that signaling can restart under running calls.
 */
const key = z.string().min(1).max(64)
const none = z.object({})
const peer = { roomId: key, peerId: key }

/** The largest control frame, in bytes. */
export const maxControlFrameBytes = 256 * 1024

export const nodeLoad = z.object({
	rooms: z.number().int(),
	peers: z.number().int(),
	producers: z.number().int(),
	consumers: z.number().int(),
	workers: z.array(z.object({ pid: z.number().int(), cpu: z.number(), rooms: z.number().int() })),
})
export type NodeLoad = z.infer<typeof nodeLoad>

export const sfuProtocol = {
	requests: {
		hello: { data: none, reply: z.object({ nodeId: z.string(), roomIds: z.array(key), load: nodeLoad }) },
		/** Idempotent: an open room answers with what it has, `created` false. */
		'room.open': { data: z.object({ roomId: key }), reply: z.object({ routerRtpCapabilities, created: z.boolean() }) },
		'room.close': { data: z.object({ roomId: key }), reply: none },
		'room.stats': {
			data: z.object({ roomId: key }),
			reply: z.object({ peers: z.array(z.object({ peerId: key, send: z.unknown(), recv: z.unknown() })) }),
		},

		/** Two fresh transports; those the peer had, with all media on them, close. */
		'peer.open': { data: z.object(peer), reply: z.object({ send: transportOptions, recv: transportOptions }) },
		'peer.close': { data: z.object(peer), reply: none },

		'transport.connect': { data: z.object({ ...peer, direction, dtlsParameters }), reply: none },
		'transport.restartIce': { data: z.object({ ...peer, direction }), reply: z.object({ iceParameters }) },

		'producer.open': {
			data: z.object({ ...peer, source: mediaSource, kind: mediaKind, rtpParameters, paused: z.boolean() }),
			reply: z.object({ producerId: key }),
		},
		'producer.pause': { data: z.object({ ...peer, producerId: key }), reply: none },
		'producer.resume': { data: z.object({ ...peer, producerId: key }), reply: none },
		'producer.close': { data: z.object({ ...peer, producerId: key }), reply: none },

		/** Made paused. What this peer cannot decode is left out of the reply. */
		'consumer.openMany': {
			data: z.object({ ...peer, producerIds: z.array(key).min(1).max(32), rtpCapabilities }),
			reply: z.object({ consumers: z.array(consumerOptions) }),
		},
		/** A resumed video consumer asks its producer for a keyframe. */
		'consumer.resumeMany': { data: z.object({ ...peer, consumerIds: z.array(key).min(1).max(32) }), reply: none },
		'consumer.pauseMany': { data: z.object({ ...peer, consumerIds: z.array(key).min(1).max(32) }), reply: none },
		'consumer.setLayers': { data: z.object({ ...peer, consumerId: key, layers }), reply: none },
		'consumer.requestKeyframe': { data: z.object({ ...peer, consumerId: key }), reply: none },
	},
	events: {
		/** The room's worker died, or the room was left alone past its grace; open it anew. */
		'room.closed': z.object({ roomId: key, reason: z.enum(['worker_died', 'abandoned']) }),
		'transport.closed': z.object({ ...peer, direction }),
		'transport.state': z.object({ ...peer, direction, ice: z.string(), dtls: z.string() }),
		'producer.closed': z.object({ ...peer, producerId: key }),
		/** 0 to 10; 0 means that nothing arrives. */
		'producer.score': z.object({ ...peer, producerId: key, score: z.number() }),
		'consumer.closed': z.object({ ...peer, consumerId: key }),
		'consumer.paused': z.object({ ...peer, consumerId: key }),
		'consumer.resumed': z.object({ ...peer, consumerId: key }),
		'consumer.score': z.object({ ...peer, consumerId: key, score: z.number(), producerScore: z.number() }),
		/** Every few seconds, for placement. */
		'node.load': nodeLoad,
	},
} as const satisfies Protocol

export type SfuProtocol = typeof sfuProtocol

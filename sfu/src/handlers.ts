import type { Handlers } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { NodeLoad, SfuProtocol } from '@enshin/contracts/sfu.ts'
import { keyFrameRequestDelayMs } from './codecs.ts'
import { openConsumers } from './consume.ts'
import { pause, resume } from './flow.ts'
import type { PeerMedia } from './peer-media.ts'
import { openProducer } from './produce.ts'
import { answered } from './refuse.ts'
import type { Controller, Room } from './room.ts'
import type { Rooms } from './rooms.ts'
import { roomStats } from './stats.ts'

/** This node, and the control connection that asks. */
export type Asking = { nodeId: string; rooms: Rooms; load: () => NodeLoad; connection: Controller }

/**
 * Every request of contracts/sfu.ts. Closing is idempotent: what is gone is closed. Everything else about something that
 * is not there is `media.unknown`.
 */
export const handlers: Handlers<SfuProtocol, Asking> = {
	hello: ({ nodeId, rooms, load }) => ({ nodeId, roomIds: rooms.all.map(({ id }) => id), load: load() }),

	'room.open': async ({ rooms, connection }, { roomId }) => {
		const { room, created } = await rooms.open(roomId)
		room.controlledBy.add(connection)
		return { routerRtpCapabilities: { ...room.router.rtpCapabilities }, created }
	},
	'room.close': ({ rooms }, { roomId }) => {
		rooms.close(roomId, 'asked')
		return {}
	},
	'room.stats': async (asking, data) => roomStats(await roomOf(asking, data)),

	'peer.open': async (asking, data) => (await (await roomOf(asking, data)).openPeer(data.peerId)).options,
	'peer.close': (asking, data) => closing(async () => (await roomOf(asking, data)).closePeer(data.peerId)),

	'transport.connect': async (asking, data) => {
		const transport = (await peerOf(asking, data)).transport(data.direction)
		await answered(transport.connect({ dtlsParameters: data.dtlsParameters }), 'media.refused')
		return {}
	},
	'transport.restartIce': async (asking, data) => {
		const transport = (await peerOf(asking, data)).transport(data.direction)
		return { iceParameters: { ...(await answered(transport.restartIce(), 'media.unknown')) } }
	},

	'producer.open': async (asking, data) => {
		const room = await roomOf(asking, data)
		const delayMs = keyFrameRequestDelayMs(room.peers.length)
		const peer = await room.peer(data.peerId)
		return { producerId: (await openProducer(peer, { ...data, keyFrameRequestDelayMs: delayMs })).id }
	},
	'producer.pause': async (asking, data) => {
		await answered(pause((await peerOf(asking, data)).producer(data.producerId)), 'media.unknown')
		return {}
	},
	'producer.resume': async (asking, data) => {
		await answered(resume((await peerOf(asking, data)).producer(data.producerId)), 'media.unknown')
		return {}
	},
	'producer.close': (asking, data) =>
		closing(async () => (await peerOf(asking, data)).producer(data.producerId).close()),

	'consumer.openMany': async (asking, data) => {
		const room = await roomOf(asking, data)
		const peer = await room.peer(data.peerId)
		const producers = room.producers(data.producerIds)
		return { consumers: await openConsumers(peer, room.router, producers, data.rtpCapabilities) }
	},
	// mediasoup asks the producer for a keyframe when a video consumer is resumed.
	'consumer.resumeMany': async (asking, data) => {
		const consumers = (await peerOf(asking, data)).consumersOf(data.consumerIds)
		await answered(Promise.all(consumers.map(resume)), 'media.unknown')
		return {}
	},
	'consumer.pauseMany': async (asking, data) => {
		const consumers = (await peerOf(asking, data)).consumersOf(data.consumerIds)
		await answered(Promise.all(consumers.map(pause)), 'media.unknown')
		return {}
	},
	'consumer.setLayers': async (asking, data) => {
		const consumer = (await peerOf(asking, data)).consumer(data.consumerId)
		await answered(consumer.setPreferredLayers(data.layers), 'media.unknown')
		return {}
	},
	'consumer.requestKeyframe': async (asking, data) => {
		await answered((await peerOf(asking, data)).consumer(data.consumerId).requestKeyFrame(), 'media.unknown')
		return {}
	},
}

/**
 * The room named, which the connection that names it keeps from being abandoned. Requests about one room or peer must take
 * effect in the order they came: so each comes through here first, and acts at once when this has answered.
 */
async function roomOf({ rooms, connection }: Asking, { roomId }: { roomId: string }): Promise<Room> {
	const room = await rooms.get(roomId)
	room.controlledBy.add(connection)
	return room
}

async function peerOf(asking: Asking, name: { roomId: string; peerId: string }): Promise<PeerMedia> {
	const room = await roomOf(asking, name)
	return room.peer(name.peerId)
}

async function closing(close: () => Promise<void>): Promise<Record<string, never>> {
	try {
		await close()
	} catch (error) {
		if (!(error instanceof ProblemError && error.code === 'media.unknown')) throw error
	}
	return {}
}

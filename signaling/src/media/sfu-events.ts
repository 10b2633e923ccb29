import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import type { SfuEvent } from '../sfu-client.ts'
import type { MediaBooks } from './books.ts'
import { forgetConsumer, setConsumerPaused } from './consume.ts'
import type { PeerMedia } from './peer-media.ts'
import { forgetProducer } from './produce.ts'

/** What the sfu tells of a room's media, put in the books and passed on to whom it concerns. */
export function takeSfuEvent(
	media: MediaBooks,
	{ event, data }: SfuEvent,
	onTransportsLost: (peer: PeerMedia) => void,
): void {
	if (!('peerId' in data)) return
	const peer = media.peers.get(data.peerId)
	if (!peer) return
	switch (event) {
		case 'producer.closed': {
			const producer = peer.producers.get(data.producerId)
			if (producer) forgetProducer(media, peer, producer, { byOwner: false })
			break
		}
		case 'producer.score': {
			const producer = peer.producers.get(data.producerId)
			if (producer?.source === 'camera') peer.video.scored(data.score)
			if (producer) media.hooks.emit(data.peerId, 'media.producerScore', data)
			break
		}
		case 'consumer.closed':
			forgetConsumer(media, peer, data.consumerId)
			break
		case 'consumer.paused':
		case 'consumer.resumed': {
			const consumer = peer.consumers.get(data.consumerId)
			if (consumer) setConsumerPaused(media, peer, consumer, event === 'consumer.paused')
			break
		}
		case 'consumer.score':
			if (peer.consumers.has(data.consumerId)) media.hooks.emit(data.peerId, 'media.consumerScore', data)
			break
		case 'transport.closed':
			media.log.info({ event, ...data }, 'transport ended')
			onTransportsLost(peer)
			break
		case 'transport.state':
			// The browser watches its own transports too, and asks for an ICE restart.
			media.log.debug({ event, ...data }, 'transport')
			break
		case 'node.load':
		case 'room.closed':
			break
		default:
			assertUnreachable(event)
	}
}

import type { ConsumerOptions, RtpCapabilities } from '@enshin/contracts/media.ts'
import type { types } from 'mediasoup'
import { receivableCapabilities } from './codecs.ts'
import { Flow } from './flow.ts'
import type { Incoming } from './incoming.ts'
import type { Outgoing, PeerMedia } from './peer-media.ts'
import { problemFrom } from './refuse.ts'

/**
 * Makes consumers of several streams at once, paused: they flow when the browser is ready for them and the call allows.
 * Left out are streams this peer cannot decode, and those that closed meanwhile. A peer has one consumer of a stream:
 * asked for again, it is the same.
 */
export async function openConsumers(
	peer: PeerMedia,
	router: types.Router,
	producers: Incoming[],
	capabilities: RtpCapabilities,
): Promise<ConsumerOptions[]> {
	const rtpCapabilities = receivableCapabilities(capabilities)
	const decodable = producers.filter(({ id }) => router.canConsume({ producerId: id, rtpCapabilities }))
	const opened = await Promise.all(decodable.map((producer) => openConsumer(peer, producer, rtpCapabilities)))
	return opened.flatMap((consumer, index) => {
		const producer = decodable[index]
		return consumer && producer ? [consumerOptions(consumer, producer)] : []
	})
}

function openConsumer(
	peer: PeerMedia,
	producer: Incoming,
	rtpCapabilities: types.RtpCapabilities,
): Promise<Outgoing | null> {
	const already = peer.consuming.get(producer.id)
	if (already) return already
	const opening = consume(peer, producer, rtpCapabilities).finally(() => {
		if (![...peer.consumers.values()].some(({ producerId }) => producerId === producer.id))
			peer.consuming.delete(producer.id)
	})
	peer.consuming.set(producer.id, opening)
	return opening
}

async function consume(
	peer: PeerMedia,
	producer: Incoming,
	rtpCapabilities: types.RtpCapabilities,
): Promise<Outgoing | null> {
	const transport = peer.transport('recv')
	try {
		// mediasoup retransmits video by itself, and Opus only when asked to.
		const consumer = await transport.consume({
			producerId: producer.id,
			rtpCapabilities,
			paused: true,
			enableRtx: true,
			appData: { flow: new Flow(false) },
		})
		// Either may have closed while the worker answered; such a consumer would never hear of it.
		if (transport.closed || producer.closed) {
			consumer.close()
			return null
		}
		keep(peer, consumer, producer)
		return consumer
	} catch (cause) {
		const problem = problemFrom(cause, 'media.refused')
		if (problem.code === 'media.unavailable') throw problem
		return null
	}
}

function keep(peer: PeerMedia, consumer: Outgoing, producer: Incoming): void {
	const consumerId = consumer.id
	const { flow } = producer.appData
	const tellFlow = () => peer.tell(flow.isWanted ? 'consumer.resumed' : 'consumer.paused', { ...peer.name, consumerId })
	peer.consumers.set(consumerId, consumer)
	consumer.observer.once('close', () => {
		peer.consumers.delete(consumerId)
		peer.consuming.delete(consumer.producerId)
		flow.listeners.delete(tellFlow)
	})
	consumer.on('producerclose', () => peer.tell('consumer.closed', { ...peer.name, consumerId }))
	flow.listeners.add(tellFlow)
	tellScore(peer, consumer, producer)
}

function tellScore(peer: PeerMedia, consumer: Outgoing, producer: Incoming): void {
	const { silence, scoreListeners } = producer.appData
	let told = ''
	const tell = () => {
		const { score } = consumer.score
		const producerScore = silence.isSilent ? 0 : consumer.score.producerScore
		if (told === `${score} ${producerScore}`) return
		told = `${score} ${producerScore}`
		peer.tell('consumer.score', { ...peer.name, consumerId: consumer.id, score, producerScore })
	}
	consumer.on('score', tell)
	scoreListeners.add(tell)
	consumer.observer.once('close', () => scoreListeners.delete(tell))
}

function consumerOptions({ id, kind, rtpParameters, type }: Outgoing, producer: Incoming): ConsumerOptions {
	return { id, producerId: producer.id, kind, rtpParameters, type, producerPaused: !producer.appData.flow.isWanted }
}

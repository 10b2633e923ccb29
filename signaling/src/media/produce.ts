import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { MediaKind, MediaSource, RtpParameters } from '@enshin/contracts/media.ts'
import type { MediaBooks } from './books.ts'
import { consumeMissing, forgetConsumersOf, tellPaused } from './consume.ts'
import type { PeerMedia, Producer } from './peer-media.ts'

export type ProduceInput = { source: MediaSource; kind: MediaKind; rtpParameters: RtpParameters; paused: boolean }

/** Opens one stream to the sfu; one of the same source ends first. Everybody else is offered it. */
export function produce(media: MediaBooks, peerId: Id, input: ProduceInput): Promise<string> {
	if ((input.source === 'microphone') !== (input.kind === 'audio')) throw new ProblemError('request.invalid')
	const peer = media.demand(peerId)
	const { epoch } = peer.offer
	return peer.inTurn(async () => {
		if (!media.isCurrent(peer, epoch)) throw new ProblemError('media.unavailable')
		const previous = peer.producerOf(input.source)
		if (previous) await closeProducer(media, peer, previous, { replaced: true })
		const { producerId } = await media.room.request('producer.open', { peerId, ...input }).catch((error: unknown) => {
			if (previous && input.source === 'camera' && media.isCurrent(peer, epoch)) peer.video.closed(true)
			throw error
		})
		if (!media.isCurrent(peer, epoch)) throw new ProblemError('media.unavailable')
		if (!media.hooks.maySend()) {
			media.room.request('producer.close', { peerId, producerId }).catch(() => {})
			throw new ProblemError('call.wrong_state')
		}
		peer.producers.set(producerId, { producerId, source: input.source, paused: input.paused })
		if (input.source === 'camera') peer.video.opened(input.paused)
		media.hooks.onSources(peerId)
		for (const other of media.peers.values()) if (other !== peer) void consumeMissing(media, other)
		return producerId
	})
}

export function setProducerPaused(media: MediaBooks, peerId: Id, producerId: string, paused: boolean): Promise<void> {
	const peer = media.demand(peerId)
	return peer.inTurn(async () => {
		const producer = demandProducer(peer, producerId)
		await media.room.request(paused ? 'producer.pause' : 'producer.resume', { peerId, producerId })
		if (peer.producers.get(producerId) !== producer) return
		producer.paused = paused
		if (producer.source === 'camera') paused ? peer.video.paused() : peer.video.resumed()
		tellPaused(media, producerId, paused)
		media.hooks.onSources(peerId)
	})
}

export function closeOwnProducer(media: MediaBooks, peerId: Id, producerId: string): Promise<void> {
	const peer = media.demand(peerId)
	return peer.inTurn(() => closeProducer(media, peer, demandProducer(peer, producerId), { replaced: false }))
}

/** Back to the waiting room: whatever was sent ends, for nobody there has agreed to be seen yet. */
export function closeAllProducers(media: MediaBooks): void {
	for (const peer of media.peers.values())
		for (const producer of [...peer.producers.values()]) {
			const { producerId } = producer
			media.room.request('producer.close', { peerId: peer.peerId, producerId }).catch(() => {})
			forgetProducer(media, peer, producer, { byOwner: true })
		}
}

/** Takes a stream that is gone out of the books, and tells those who received it. */
export function forgetProducer(
	media: MediaBooks,
	peer: PeerMedia,
	{ producerId, source }: Producer,
	{ byOwner }: { byOwner: boolean },
): void {
	if (!peer.producers.delete(producerId)) return
	forgetConsumersOf(media, producerId)
	if (source === 'camera') peer.video.closed(byOwner)
	media.hooks.onSources(peer.peerId)
}

async function closeProducer(
	media: MediaBooks,
	peer: PeerMedia,
	producer: Producer,
	{ replaced }: { replaced: boolean },
): Promise<void> {
	const { producerId, source } = producer
	await media.room.request('producer.close', { peerId: peer.peerId, producerId }).catch((error: unknown) => {
		// It is gone already, which is what was asked for.
		if (!(error instanceof ProblemError && error.code === 'media.unknown')) throw error
	})
	if (!replaced || source !== 'camera') return forgetProducer(media, peer, producer, { byOwner: true })
	// The picture counts as live while another camera takes over.
	peer.producers.delete(producerId)
	forgetConsumersOf(media, producerId)
}

function demandProducer(peer: PeerMedia, producerId: string): Producer {
	const producer = peer.producers.get(producerId)
	if (!producer) throw new ProblemError('media.unknown')
	return producer
}

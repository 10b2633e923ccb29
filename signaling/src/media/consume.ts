import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { MediaSource } from '@enshin/contracts/media.ts'
import type { MediaBooks } from './books.ts'
import type { Consumer, PeerMedia } from './peer-media.ts'

/** The most that one command to the sfu may name. */
const batch = 32

/**
 * Makes a consumer for everything the others send and this browser does not receive yet, paused, all in one command.
 * What turns up while the command runs is made in another round.
 */
export async function consumeMissing(media: MediaBooks, peer: PeerMedia): Promise<void> {
	if (peer.consuming) return
	peer.consuming = true
	try {
		for (;;) {
			const missing = missingFor(media, peer)
			if (missing.size === 0 || !(await openConsumers(media, peer, missing))) return
		}
	} finally {
		peer.consuming = false
	}
}

type Origin = { peerId: Id; source: MediaSource }

function missingFor(media: MediaBooks, peer: PeerMedia): Map<string, Origin> {
	const missing = new Map<string, Origin>()
	if (!peer.offer || !peer.capabilities || media.peers.get(peer.peerId) !== peer) return missing
	const consumed = new Set(peer.consumers.values().map(({ offered }) => offered.producerId))
	for (const other of media.peers.values())
		for (const { producerId, source } of other.producers.values()) {
			const wanted = other !== peer && !consumed.has(producerId) && !peer.undecodable.has(producerId)
			if (wanted && missing.size < batch) missing.set(producerId, { peerId: other.peerId, source })
		}
	return missing
}

/** Returns false when the sfu did not answer: its return begins anew. */
async function openConsumers(media: MediaBooks, peer: PeerMedia, missing: Map<string, Origin>): Promise<boolean> {
	const { offer, capabilities, peerId } = peer
	if (!offer || !capabilities) return false
	const producerIds = [...missing.keys()]
	try {
		const { consumers } = await media.room.request('consumer.openMany', {
			peerId,
			producerIds,
			rtpCapabilities: capabilities,
		})
		if (!media.isCurrent(peer, offer.epoch)) return true
		for (const producerId of producerIds) peer.undecodable.add(producerId)
		// A stream may have ended while the command ran; its consumer ended with it.
		const offered = consumers.flatMap((consumer) => {
			const origin = missing.get(consumer.producerId)
			const lives = origin && media.peers.get(origin.peerId)?.producers.has(consumer.producerId)
			return lives ? [{ ...consumer, ...origin }] : []
		})
		for (const consumer of offered) {
			peer.undecodable.delete(consumer.producerId)
			peer.consumers.set(consumer.id, { offered: consumer, ready: false, flowing: false })
		}
		if (offered.length > 0)
			media.hooks.emit(peerId, 'media.consumersOpened', { epoch: offer.epoch, consumers: offered })
		return true
	} catch (error) {
		media.log.warn({ peerId, error: String(error) }, 'consumers could not be opened')
		// A stream that ended meanwhile fails the command; without it the rest can be had.
		const ended = error instanceof ProblemError && error.code === 'media.unknown'
		return ended && producerIds.some((producerId) => !missingFor(media, peer).has(producerId))
	}
}

/** The browser is ready for these. They flow now if the gate is open, else the moment it opens. */
export async function readyConsumers(media: MediaBooks, peerId: Id, consumerIds: string[]): Promise<void> {
	const peer = media.demand(peerId)
	for (const consumer of consumersOf(peer, consumerIds)) consumer.ready = true
	await flow(media, peer)
}

export async function pauseConsumers(media: MediaBooks, peerId: Id, consumerIds: string[]): Promise<void> {
	const peer = media.demand(peerId)
	const consumers = consumersOf(peer, consumerIds)
	for (const consumer of consumers) consumer.ready = false
	const flowing = consumers.filter((consumer) => consumer.flowing)
	if (flowing.length === 0) return
	for (const consumer of flowing) consumer.flowing = false
	await media.room.request('consumer.pauseMany', { peerId, consumerIds: flowing.map(({ offered }) => offered.id) })
}

/** As `flow`, where nobody waits for the answer. */
export function flowReady(media: MediaBooks, peer: PeerMedia): void {
	flow(media, peer).catch((error: unknown) => {
		media.log.warn({ peerId: peer.peerId, error: String(error) }, 'consumers could not be resumed')
	})
}

async function flow(media: MediaBooks, peer: PeerMedia): Promise<void> {
	if (!media.gateOpen) return
	const consumers = [...peer.consumers.values()].filter(({ ready, flowing }) => ready && !flowing)
	if (consumers.length === 0) return
	for (const consumer of consumers) consumer.flowing = true
	const consumerIds = consumers.map(({ offered }) => offered.id)
	await media.room.request('consumer.resumeMany', { peerId: peer.peerId, consumerIds }).catch((error: unknown) => {
		for (const consumer of consumers) consumer.flowing = false
		throw error
	})
}

/** The control socket was away: what was asked of it meanwhile may not have been heard, so all is said again. */
export function repeatFlow(media: MediaBooks, peer: PeerMedia): void {
	for (const consumer of peer.consumers.values()) consumer.flowing = false
	const consumerIds = [...peer.consumers.values()].filter(({ ready }) => !ready).map(({ offered }) => offered.id)
	if (consumerIds.length > 0)
		media.room.request('consumer.pauseMany', { peerId: peer.peerId, consumerIds }).catch(() => {})
	flowReady(media, peer)
}

/** Some may have ended while the browser asked: it has been told of that, and the request is about the others. */
function consumersOf(peer: PeerMedia, consumerIds: string[]): Consumer[] {
	return consumerIds.flatMap((consumerId) => peer.consumers.get(consumerId) ?? [])
}

/** One consumer of a participant's own. Throws `media.unknown`. */
export function demandConsumer(media: MediaBooks, peerId: Id, consumerId: string): { peerId: Id; isFlowing: boolean } {
	const consumer = media.demand(peerId).consumers.get(consumerId)
	if (!consumer) throw new ProblemError('media.unknown')
	return { peerId, isFlowing: consumer.flowing }
}

export function forgetConsumersOf(media: MediaBooks, producerId: string): void {
	for (const peer of media.peers.values()) {
		peer.undecodable.delete(producerId)
		for (const [consumerId, { offered }] of peer.consumers)
			if (offered.producerId === producerId) forgetConsumer(media, peer, consumerId)
	}
}

export function forgetConsumer(media: MediaBooks, peer: PeerMedia, consumerId: string): void {
	if (peer.consumers.delete(consumerId)) media.hooks.emit(peer.peerId, 'media.consumerClosed', { consumerId })
}

/** The sender switched it off or on. The sfu tells of it too; only what changes is passed on. */
export function tellPaused(media: MediaBooks, producerId: string, paused: boolean): void {
	for (const peer of media.peers.values())
		for (const consumer of peer.consumers.values())
			if (consumer.offered.producerId === producerId) setConsumerPaused(media, peer, consumer, paused)
}

export function setConsumerPaused(media: MediaBooks, peer: PeerMedia, consumer: Consumer, paused: boolean): void {
	if (consumer.offered.producerPaused === paused) return
	consumer.offered.producerPaused = paused
	const event = paused ? 'media.consumerPaused' : 'media.consumerResumed'
	media.hooks.emit(peer.peerId, event, { consumerId: consumer.offered.id })
}

/**
 * Tells a browser that came back everything it may have missed: what exists (it ignores what it knows), what is switched
 * off, and what ended meanwhile.
 */
export function retellConsumers(media: MediaBooks, peerId: Id, closedWhileAway: Iterable<string>): void {
	const peer = media.peers.get(peerId)
	for (const consumerId of closedWhileAway) media.hooks.emit(peerId, 'media.consumerClosed', { consumerId })
	if (!peer?.offer || peer.consumers.size === 0) return
	const consumers = [...peer.consumers.values()].map(({ offered }) => offered)
	media.hooks.emit(peerId, 'media.consumersOpened', { epoch: peer.offer.epoch, consumers })
	for (const { id: consumerId, producerPaused } of consumers)
		media.hooks.emit(peerId, producerPaused ? 'media.consumerPaused' : 'media.consumerResumed', { consumerId })
}

import { maxIncomingBitrate } from './codecs.ts'
import type { PeerMedia } from './peer-media.ts'

/** What is left of an estimate for sound, and for the estimate to be a little wrong. */
const share = 0.9
/** A face of 180 lines; below that a sender would stop its picture. */
const leastBitrate = 150_000

/**
 * Of two people each sends what the other can receive: a single stream has no layers to leave out, and whatever a line does
 * not hold is lost from sound and picture alike. From three people on the receivers' lines differ, and layers answer that.
 * mediasoup tells the sender by REMB. Call it once for each peer, as soon as it is open.
 */
export function limitSenderOf(room: { readonly peers: PeerMedia[] }, receiver: PeerMedia): void {
	const { recv } = receiver.transports
	recv.on('trace', (trace) => {
		if (trace.type !== 'bwe') return
		const { availableBitrate } = trace.info as { availableBitrate: number }
		const others = room.peers.filter((peer) => peer !== receiver)
		for (const sender of others) limit(sender, others.length === 1 ? availableBitrate * share : maxIncomingBitrate)
	})
	// A transport that closes meanwhile needs no limit.
	recv.enableTraceEvent(['bwe']).catch(() => {})
}

function limit(sender: PeerMedia, bitrate: number): void {
	const { send } = sender.transports
	const wanted = Math.round(Math.min(maxIncomingBitrate, Math.max(leastBitrate, bitrate)))
	// Small steps change no picture.
	if (send.closed || Math.abs(wanted - sender.maxBitrate) < sender.maxBitrate * 0.05) return
	sender.maxBitrate = wanted
	send.setMaxIncomingBitrate(wanted).catch(() => {})
}

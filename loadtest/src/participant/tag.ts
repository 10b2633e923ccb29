/** What travels in a packet's payload, so that its loss, order and delay are read from it and not guessed. */
export interface Tag {
	/** Which stream, across all processes of a run. */
	stream: number
	/** Counts the stream's packets from 0, whatever its RTP sequence numbers do. */
	sequence: number
	/** When it was handed to the network, as `nowUs` counts. */
	sentUs: number
}

const magic = 0x454e5368
export const tagBytes = 20
/** Left alone at a payload's head: codec descriptor and frame header, which media servers read. */
const headBytes = 40

/** How long a payload is once it carries a tag: its tail is written over, a short one grows. */
export const taggedLength = (payloadBytes: number): number => Math.max(payloadBytes, headBytes + tagBytes)

/** Writes the tag over the last bytes before `end`. */
export function writeTag(packet: Buffer, end: number, { stream, sequence, sentUs }: Tag): void {
	const at = end - tagBytes
	packet.writeUInt32BE(stream, at)
	packet.writeUInt32BE(sequence, at + 4)
	packet.writeDoubleBE(sentUs, at + 8)
	packet.writeUInt32BE(magic, at + 16)
}

/** The tag at the end of a packet, or null where it is none of ours: padding, probes. */
export function readTag(packet: Buffer): Tag | null {
	const at = packet.length - tagBytes
	if (at < 12 || packet.readUInt32BE(at + 16) !== magic) return null
	return { stream: packet.readUInt32BE(at), sequence: packet.readUInt32BE(at + 4), sentUs: packet.readDoubleBE(at + 8) }
}

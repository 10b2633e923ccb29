/** RFC 3550, 5.1: without extensions or contributing sources. */
export const rtpHeaderBytes = 12

export interface RtpHead {
	marker: boolean
	payloadType: number
	sequence: number
	timestamp: number
	ssrc: number
}

export function writeRtpHead(packet: Buffer, head: RtpHead): void {
	packet[0] = 0x80
	packet[1] = (head.marker ? 0x80 : 0) | head.payloadType
	packet.writeUInt16BE(head.sequence & 0xffff, 2)
	packet.writeUInt32BE(head.timestamp >>> 0, 4)
	packet.writeUInt32BE(head.ssrc, 8)
}

/** Where the payload begins: after contributing sources and extensions, which media servers add. */
export function payloadOffset(packet: Buffer): number {
	const first = packet[0] ?? 0
	const fixed = rtpHeaderBytes + (first & 0x0f) * 4
	return (first & 0x10) === 0 ? fixed : fixed + 4 + packet.readUInt16BE(fixed + 2) * 4
}

/** RFC 5761, 4: RTCP's packet types lie where RTP has marker and payload types 64 to 95. */
export function isRtcp(packet: Buffer): boolean {
	const type = (packet[1] ?? 0) & 0x7f
	return packet.length < rtpHeaderBytes || (type >= 64 && type < 96)
}

/** The SSRCs a keyframe is asked of, by PLI (RFC 4585, 6.3.1) or FIR (RFC 5104, 4.3.1), in a compound RTCP packet. */
export function keyframeRequests(packet: Buffer): number[] {
	const asked: number[] = []
	for (let at = 0; at + 4 <= packet.length; ) {
		const end = at + 4 + packet.readUInt16BE(at + 2) * 4
		if (end > packet.length) break
		const format = (packet[at] ?? 0) & 0x1f
		const isPayloadFeedback = packet[at + 1] === 206
		if (isPayloadFeedback && format === 1 && end >= at + 12) asked.push(packet.readUInt32BE(at + 8))
		if (isPayloadFeedback && format === 4)
			for (let entry = at + 12; entry + 8 <= end; entry += 8) asked.push(packet.readUInt32BE(entry))
		at = end
	}
	return asked
}

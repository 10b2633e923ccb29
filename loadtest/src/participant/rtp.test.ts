import { expect, test } from 'vitest'
import { isRtcp, keyframeRequests, payloadOffset, writeRtpHead } from './rtp.ts'
import { readTag, taggedLength, writeTag } from './tag.ts'

const rtp = Buffer.alloc(100)
writeRtpHead(rtp, { marker: true, payloadType: 96, sequence: 65_536 + 5, timestamp: 2 ** 32 + 9, ssrc: 0xdeadbeef })

test('a head is what RFC 3550 says, and numbers wrap', () => {
	expect(rtp.subarray(0, 12).toString('hex')).toBe('80e0000500000009deadbeef')
})

test('RTP with its marker set is not taken for RTCP, and a PLI is', () => {
	expect(isRtcp(rtp)).toBe(false)
	expect(isRtcp(Buffer.from('81ce0002000000010000002a', 'hex'))).toBe(true)
})

test('the payload begins behind contributing sources and extensions', () => {
	expect(payloadOffset(rtp)).toBe(12)
	const extended = Buffer.concat([Buffer.from(rtp.subarray(0, 12)), Buffer.from('bede000110aa0000', 'hex')])
	extended[0] = 0x90
	expect(payloadOffset(extended)).toBe(20)
})

test('PLI and FIR are found in a compound packet, and a packet cut short asks for nothing', () => {
	const report = '80c90001000000aa'
	const pli = '81ce0002000000010000002a'
	const fir = '84ce0004000000010000000000000a0b07000000'
	expect(keyframeRequests(Buffer.from(report + pli + fir, 'hex'))).toEqual([42, 0x0a0b])
	expect(keyframeRequests(Buffer.from(pli.slice(0, 16), 'hex'))).toEqual([])
	expect(keyframeRequests(Buffer.from(`81ce0000${'00'.repeat(2)}`, 'hex'))).toEqual([])
})

test('a tag is read as it was written, and other bytes are no tag', () => {
	const tag = { stream: 0xffffffff, sequence: 7, sentUs: 123_456_789.25 }
	const packet = Buffer.alloc(12 + taggedLength(3))
	writeTag(packet, packet.length, tag)
	expect(readTag(packet)).toEqual(tag)
	expect(readTag(Buffer.alloc(100))).toBeNull()
	expect(readTag(Buffer.alloc(5))).toBeNull()
})

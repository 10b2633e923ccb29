import { readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { encodeRecording, type RecordedCodec, type RecordedPacket } from '../src/participant/recording.ts'
import { isRtcp, payloadOffset } from '../src/participant/rtp.ts'
import { SrtpPipe } from '../src/participant/srtp-pipe.ts'

// Records anew what synthetic participants send: `node loadtest/recordings/make.ts`, with Chromium installed.

const warmUpMs = 3_000
const recordMs = 6_000
/** How much faster than its mean rate a sender lets a frame go, as WebRTC's own pacer does. */
const pacing = 2.5

type Raw = { timestamp: number; sequence: number; marker: boolean; payload: Buffer }

const mimeTypes: Record<RecordedCodec, string> = { vp8: 'video/VP8', vp9: 'video/VP9', opus: 'audio/opus' }

/** Whether a decoder can begin with this packet (RFC 7741, 4.2 and RFC 9628, 4.2). Sound begins anywhere. */
function beginsKeyframe(codec: RecordedCodec, payload: Buffer): boolean {
	const [first = 0] = payload
	if (codec === 'opus') return true
	// VP9: B is set, P is not.
	if (codec === 'vp9') return (first & 0x08) !== 0 && (first & 0x40) === 0
	// VP8: the start of partition 0, and in the frame header behind the descriptor P is not set.
	if ((first & 0x10) === 0 || (first & 0x07) !== 0) return false
	let at = 1
	if ((first & 0x80) !== 0) {
		const extensions = payload[at++] ?? 0
		if ((extensions & 0x80) !== 0) at += ((payload[at] ?? 0) & 0x80) !== 0 ? 2 : 1
		if ((extensions & 0x40) !== 0) at += 1
		if ((extensions & 0x30) !== 0) at += 1
	}
	return ((payload[at] ?? 1) & 0x01) === 0
}

async function capture(codec: RecordedCodec): Promise<Raw[]> {
	const raw: Raw[] = []
	const pipe = new SrtpPipe({
		onPacket: (packet) => {
			if (isRtcp(packet)) return
			const padding = ((packet[0] ?? 0) & 0x20) === 0 ? 0 : (packet.at(-1) ?? 0)
			const payload = Buffer.from(packet.subarray(payloadOffset(packet), packet.length - padding))
			const marker = ((packet[1] ?? 0) & 0x80) !== 0
			if (payload.length > 0) {
				raw.push({ timestamp: packet.readUInt32BE(4), sequence: packet.readUInt16BE(2), marker, payload })
			}
		},
	})
	const browser = await chromium.launch({
		executablePath: process.env.ENSHIN_CHROMIUM ?? '/usr/bin/chromium',
		args: [
			'--autoplay-policy=no-user-gesture-required',
			'--allow-loopback-in-peer-connection',
			'--disable-features=WebRtcHideLocalIpsWithMdns',
			'--disable-dev-shm-usage',
			...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
		],
	})
	try {
		const page = await browser.newPage()
		await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<body>' }))
		await page.goto('http://localhost/')
		const source = readFileSync(new URL('page.ts', import.meta.url), 'utf8')
		await page.addScriptTag({ content: stripTypeScriptTypes(source), type: 'module' })
		const mimeType = mimeTypes[codec]
		const offer = await page.evaluate((mimeType) => globalThis.offerStream(mimeType), mimeType)
		const answer = await pipe.answer(offer)
		await page.evaluate(([mimeType, sdp]) => globalThis.takeAnswer(mimeType, sdp), [mimeType, answer] as const)
		await pipe.connected
		await pause(warmUpMs + recordMs)
		return raw
	} finally {
		pipe.close()
		await browser.close()
	}
}

/** From a keyframe on, a whole number of frames, each packet with the time a paced sender would let it go. */
function cut(codec: RecordedCodec, raw: Raw[]): RecordedPacket[] {
	const clockRate = codec === 'opus' ? 48_000 : 90_000
	const ordered = raw.toSorted((a, b) => ((a.sequence - b.sequence) << 16) >> 16)
	const begin = ordered.findLastIndex(
		({ payload, timestamp }) =>
			beginsKeyframe(codec, payload) &&
			(((ordered.at(-1)?.timestamp ?? 0) - timestamp) | 0) >= recordMs * (clockRate / 1000),
	)
	const first = ordered[begin]
	if (!first) throw new Error(`${codec}: no keyframe early enough`)
	const within = ordered.slice(begin).filter(({ timestamp }) => {
		return ((timestamp - first.timestamp) | 0) < recordMs * (clockRate / 1000)
	})
	const bytes = within.reduce((sum, { payload }) => sum + payload.length, 0)
	let freeAtMs = 0
	return within.map(({ timestamp, marker, payload }) => {
		const stamp = (timestamp - first.timestamp) | 0
		const atMs = Math.max((stamp / clockRate) * 1000, freeAtMs)
		freeAtMs = atMs + payload.length / ((bytes / recordMs) * pacing)
		return { atMs, timestamp: stamp, marker, keyframe: beginsKeyframe(codec, payload), payload }
	})
}

for (const codec of ['vp8', 'vp9', 'opus'] as const) {
	const packets = cut(codec, await capture(codec))
	const bytes = gzipSync(encodeRecording(packets), { level: 9 })
	writeFileSync(new URL(`${codec}.rtp.gz`, import.meta.url), bytes)
	const keyframes = codec === 'opus' ? 0 : packets.filter(({ keyframe }) => keyframe).length
	console.log(`${codec}: ${packets.length} packets, ${keyframes} keyframes, ${bytes.length} bytes`)
}
process.exit(0)

import { expect, type Page } from '@playwright/test'

type Received = { frames: number; audioEnergy: number; srtpCiphers: string[]; dtlsStates: string[] }

/** Keeps every RTCPeerConnection of the page in reach, so that a test asks the browser itself and not our own figures. */
export async function keepConnections(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const connections: RTCPeerConnection[] = []
		Object.assign(globalThis, { __connections: connections })
		globalThis.RTCPeerConnection = class extends RTCPeerConnection {
			constructor(configuration?: RTCConfiguration) {
				super(configuration)
				connections.push(this)
			}
		}
	})
}

async function received(page: Page): Promise<Received> {
	return page.evaluate(async () => {
		const { __connections } = globalThis as unknown as { __connections: RTCPeerConnection[] }
		const sum: Received = { frames: 0, audioEnergy: 0, srtpCiphers: [], dtlsStates: [] }
		for (const connection of __connections) {
			if (connection.connectionState === 'closed') continue
			for (const entry of (await connection.getStats()).values()) {
				if (entry.type === 'inbound-rtp' && entry.kind === 'video') sum.frames += entry.framesDecoded ?? 0
				if (entry.type === 'inbound-rtp' && entry.kind === 'audio') sum.audioEnergy += entry.totalAudioEnergy ?? 0
				if (entry.type === 'transport') {
					sum.srtpCiphers.push(entry.srtpCipher)
					sum.dtlsStates.push(entry.dtlsState)
				}
			}
		}
		return sum
	})
}

/** By how much this page's pictures are made smaller before they are sent: 1 is the whole picture. */
export async function sentScales(page: Page): Promise<number[]> {
	return page.evaluate(() => {
		const { __connections } = globalThis as unknown as { __connections: RTCPeerConnection[] }
		const open = __connections.filter(({ connectionState }) => connectionState !== 'closed')
		const senders = open.flatMap((connection) => connection.getSenders())
		const pictures = senders.filter(({ track }) => track?.kind === 'video')
		return pictures.flatMap((sender) => sender.getParameters().encodings.map((each) => each.scaleResolutionDownBy ?? 1))
	})
}

/** Both see and hear: decoded frames grow, audio energy grows above zero, all of it over DTLS with AES-256-GCM. */
export async function expectSeeingAndHearing(page: Page): Promise<void> {
	await expect.poll(async () => (await received(page)).frames, { timeout: 15_000 }).toBeGreaterThan(0)
	const before = await received(page)
	await expect.poll(async () => (await received(page)).frames, { timeout: 10_000 }).toBeGreaterThan(before.frames + 10)
	await expect
		.poll(async () => (await received(page)).audioEnergy, { timeout: 10_000 })
		.toBeGreaterThan(before.audioEnergy)
	const { srtpCiphers, dtlsStates } = await received(page)
	expect(srtpCiphers.length).toBeGreaterThan(0)
	// Chromium writes the profile's name of RFC 7714 with SRTP_ before it.
	expect(new Set(srtpCiphers)).toEqual(new Set(['SRTP_AEAD_AES_256_GCM']))
	expect(new Set(dtlsStates)).toEqual(new Set(['connected']))
}

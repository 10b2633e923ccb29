import type { Page } from '@playwright/test'

/** What a page's connections have received in all, from getStats. */
export type ReceivedMedia = {
	atMs: number
	framesDecoded: number
	freezes: number
	frozenS: number
	concealedSamples: number
	samples: number
	framesHigh: number
}

/** Reads all connections of a page that `keepConnections` watches. */
export async function receivedMedia(page: Page): Promise<ReceivedMedia> {
	return page.evaluate(async () => {
		const { __connections } = globalThis as unknown as { __connections: RTCPeerConnection[] }
		const sum = { framesDecoded: 0, freezes: 0, frozenS: 0, concealedSamples: 0, samples: 0, framesHigh: 0 }
		for (const connection of __connections) {
			if (connection.connectionState === 'closed') continue
			for (const entry of (await connection.getStats()).values()) {
				if (entry.type !== 'inbound-rtp') continue
				if (entry.kind === 'video') {
					sum.framesDecoded += entry.framesDecoded ?? 0
					sum.freezes += entry.freezeCount ?? 0
					sum.frozenS += entry.totalFreezesDuration ?? 0
					sum.framesHigh = Math.max(sum.framesHigh, entry.frameHeight ?? 0)
				} else {
					sum.concealedSamples += entry.concealedSamples ?? 0
					sum.samples += entry.totalSamplesReceived ?? 0
				}
			}
		}
		return { atMs: Date.now(), ...sum }
	})
}

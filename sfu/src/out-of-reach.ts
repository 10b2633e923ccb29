import type { types } from 'mediasoup'
import { every } from './every.ts'
import { hold, release } from './flow.ts'
import type { PeerMedia } from './peer-media.ts'

/** Not a byte of a suspected peer in this time, where its browser answers what it receives ten times a second. */
const quietMs = 300
/** How often those under suspicion are looked at; their return waits so long at most. */
const lookMs = 50
/** Whoever is away for longer than this comes back through ICE, and is looked at less often. */
const soonMs = 20_000
const laterMs = 500
const looksAtOnce = 25

type Watched = { bytes: number; sinceMs: number; isLost: boolean; nextLookMs: number }

/**
 * Peers whose line is out. As long as it is, their video is held in both directions: otherwise the first thing that
 * crosses a line that came back is thousands of packets of a picture long past, asked for again one by one, and the new
 * picture waits behind them. Who is heard again is released at once, and with that mediasoup asks for fresh keyframes.
 */
export class OutOfReach {
	readonly #watched = new Map<PeerMedia, Watched>()
	readonly #end: () => void

	constructor(onError: (error: unknown) => void) {
		this.#end = every(lookMs, () => this.#look(), onError)
	}

	/** This peer should be sending, and nothing came for a while. */
	suspect(peer: PeerMedia): void {
		if (this.#watched.has(peer)) return
		const nowMs = performance.now()
		this.#watched.set(peer, { bytes: -1, sinceMs: nowMs, isLost: false, nextLookMs: nowMs })
	}

	close(): void {
		this.#end()
		this.#watched.clear()
	}

	async #look(): Promise<void> {
		const nowMs = performance.now()
		const due = [...this.#watched].filter(([, { nextLookMs }]) => nextLookMs <= nowMs)
		await Promise.all(due.slice(0, looksAtOnce).map(([peer, watched]) => this.#lookAt(peer, watched)))
	}

	async #lookAt(peer: PeerMedia, watched: Watched): Promise<void> {
		const bytes = await bytesFrom(peer)
		const nowMs = performance.now()
		if (bytes === null || (watched.bytes >= 0 && bytes !== watched.bytes)) {
			this.#watched.delete(peer)
			if (bytes !== null && watched.isLost) await Promise.all(videoOf(peer).map(release))
			return
		}
		// Looked at last from now on, so that many who are away take turns.
		this.#watched.delete(peer)
		const awayMs = nowMs - watched.sinceMs
		const isLost = watched.isLost || awayMs >= quietMs
		const nextLookMs = nowMs + (awayMs < soonMs ? 0 : laterMs)
		this.#watched.set(peer, { bytes, sinceMs: watched.sinceMs, isLost, nextLookMs })
		if (isLost && !watched.isLost) await Promise.all(videoOf(peer).map(hold))
	}
}

function videoOf({ producers, consumers }: PeerMedia) {
	return [...producers.values(), ...consumers.values()].filter(({ kind }) => kind === 'video')
}

/** Everything its browser ever sent, over either transport; null when they are closed, or nothing ever came. */
async function bytesFrom({ transports }: PeerMedia): Promise<number | null> {
	const stats = await Promise.all([transports.send, transports.recv].map(statsOf))
	const bytes = stats.flat().reduce((sum, { bytesReceived }) => sum + bytesReceived, 0)
	return bytes > 0 ? bytes : null
}

function statsOf(transport: types.WebRtcTransport): Promise<types.WebRtcTransportStat[]> {
	return transport.getStats().catch(() => [])
}

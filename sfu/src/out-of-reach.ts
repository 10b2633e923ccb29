import type { types } from 'mediasoup'
import { every } from './every.ts'
import { hold, release } from './flow.ts'
import type { Incoming } from './incoming.ts'
import type { PeerMedia } from './peer-media.ts'

/** Not a byte of a suspected peer in this time, where its browser answers what it receives ten times a second. */
const quietMs = 300
/** How often those under suspicion are looked at; their return waits so long at most. */
const lookMs = 50
/** Whoever is away for longer than this comes back through ICE, and is looked at less often. */
const soonMs = 20_000
const laterMs = 500
const looksAtOnce = 25
/** A camera that brings nothing for so long after its peer was heard again is no longer waited for. */
const patienceMs = 5_000

type Watched = { bytes: number; sinceMs: number; isLost: boolean; nextLookMs: number }
type Returning = { packets: number; untilMs: number }

/**
 * Peers whose line is out. As long as it is, all their media is held in both directions: otherwise the first thing that
 * crosses a line that came back is every packet of a time long past, asked for again one by one, and the new picture waits
 * behind them. Sound that comes seconds late is worse than lost: whoever hears it keeps that delay for the minutes to come,
 * and the picture with it (libwebrtc's NetEq, up to 2 s). Who is heard again is released at once, and with that mediasoup
 * asks for fresh keyframes. What they send is released with its own first packet: of a stream without bitrate mediasoup
 * forwards nothing until it has measured the bandwidth next, a second or two later.
 */
export class OutOfReach {
	readonly #watched = new Map<PeerMedia, Watched>()
	readonly #returning = new Map<Incoming, Returning>()
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
		this.#returning.clear()
	}

	async #look(): Promise<void> {
		const nowMs = performance.now()
		const due = [...this.#watched].filter(([, { nextLookMs }]) => nextLookMs <= nowMs)
		await Promise.all([
			...due.slice(0, looksAtOnce).map(([peer, watched]) => this.#lookAt(peer, watched)),
			...[...this.#returning].slice(0, looksAtOnce).map(([producer, since]) => this.#welcome(producer, since)),
		])
	}

	async #lookAt(peer: PeerMedia, watched: Watched): Promise<void> {
		const bytes = await bytesFrom(peer)
		const nowMs = performance.now()
		this.#watched.delete(peer)
		if (bytes === null) return
		if (watched.bytes >= 0 && bytes !== watched.bytes) {
			if (watched.isLost) await this.#releaseAll(peer)
			return
		}
		const awayMs = nowMs - watched.sinceMs
		const isLost = watched.isLost || awayMs >= quietMs
		const nextLookMs = nowMs + (awayMs < soonMs ? 0 : laterMs)
		// Behind all others, so that many who are away take turns.
		this.#watched.set(peer, { bytes, sinceMs: watched.sinceMs, isLost, nextLookMs })
		if (!isLost || watched.isLost) return
		const { producers, consumers } = peer
		await Promise.all([...producers.values(), ...consumers.values()].map(hold))
	}

	async #releaseAll({ producers, consumers }: PeerMedia): Promise<void> {
		const untilMs = performance.now() + patienceMs
		for (const producer of producers.values()) {
			if (!producer.appData.flow.isHeld) continue
			this.#returning.set(producer, { packets: producer.appData.silence.packets, untilMs })
		}
		await Promise.all([...consumers.values()].map(release))
	}

	async #welcome(producer: Incoming, { packets, untilMs }: Returning): Promise<void> {
		this.#returning.delete(producer)
		const stats = await producer.getStats().catch(() => null)
		if (!stats) return
		const came = stats.reduce((sum, { packetCount }) => sum + packetCount, 0)
		if (came !== packets || performance.now() >= untilMs) await release(producer)
		else this.#returning.set(producer, { packets, untilMs })
	}
}

/** Everything its browser ever sent, over either transport; null when they are closed, or nothing ever came. */
async function bytesFrom({ transports }: PeerMedia): Promise<number | null> {
	const stats = await Promise.all([transports.send, transports.recv].map(statsOf))
	const bytes = stats.flat().reduce((sum, { bytesReceived }) => sum + bytesReceived, 0)
	return bytes > 0 ? bytes : null
}

async function statsOf(transport: types.WebRtcTransport): Promise<types.WebRtcTransportStat[]> {
	return transport.closed ? [] : await transport.getStats().catch(() => [])
}

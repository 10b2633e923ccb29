import datachannel, { type Audio, type PeerConnection, type Track, type Video } from 'node-datachannel'

export interface PipeOptions {
	/** Every RTP and RTCP packet that arrives, decrypted. The buffer is the receiver's own. */
	onPacket: (packet: Buffer) => void
	/** The connection went down after it was up; not called for the owner's `close()`. */
	onDown?: () => void
}

/**
 * One peer connection of libdatachannel: ICE, DTLS and SRTP are its work, which packets go through is ours. SDP is what it
 * understands, so that is what goes in and out. Whoever made it calls `close()`.
 */
export class SrtpPipe {
	/** Resolves when ICE and DTLS are up; rejects when they fail, or when it is closed before. */
	readonly connected: Promise<void>
	readonly #connection: PeerConnection
	readonly #tracks: Track[] = []
	readonly #options: PipeOptions
	readonly #settle: { resolve: () => void; reject: (error: Error) => void }
	#described: (sdp: string) => void = () => {}
	#isUp = false
	#closed = false

	constructor(options: PipeOptions) {
		this.#options = options
		const { promise, resolve, reject } = Promise.withResolvers<void>()
		this.connected = promise
		// Whoever closes before it is up may not be waiting for it.
		promise.catch(() => {})
		this.#settle = { resolve, reject }
		SrtpPipe.openCount += 1
		this.#connection = new datachannel.PeerConnection('', { iceServers: [], disableAutoNegotiation: true })
		this.#connection.onLocalDescription((sdp) => this.#described(sdp))
		this.#connection.onTrack((track) => this.#take(track))
		this.#connection.onStateChange((state) => this.#changed(state))
	}

	/** How many are open in this process, for those who look for leaks. */
	static openCount = 0

	/** Asks for these media lines; the local offer. */
	async offer(media: (Audio | Video)[]): Promise<string> {
		for (const one of media) this.#take(this.#connection.addTrack(one))
		return this.#describe('offer')
	}

	/** The other side's answer to `offer`: from here on it connects. */
	answered(sdp: string): void {
		if (!this.#closed) this.#connection.setRemoteDescription(sdp, 'answer')
	}

	/** The answer to another's offer. Candidates in the offer are used at once; without them it waits for `addCandidate`. */
	async answer(offer: string): Promise<string> {
		this.#connection.setRemoteDescription(offer, 'offer')
		return this.#describe('answer')
	}

	/** One of the other side's addresses, as in SDP: `candidate:…`. Only after its description, or libdatachannel aborts. */
	addCandidate(candidate: string, mid: string): void {
		if (!this.#closed) this.#connection.addRemoteCandidate(candidate, mid)
	}

	/** Sends one whole RTP or RTCP packet; false when it is not up. The buffer may be used again. */
	send(packet: Buffer): boolean {
		const track = this.#tracks[0]
		return this.#isUp && track?.isOpen() ? track.sendMessageBinary(packet) : false
	}

	/** Idempotent. The other side hears of it by DTLS's own closing alert. */
	close(): void {
		if (this.#closed) return
		this.#closed = true
		this.#isUp = false
		SrtpPipe.openCount -= 1
		for (const track of this.#tracks) track.close()
		this.#connection.close()
		this.#settle.reject(new Error('closed before it was connected'))
	}

	#describe(type: 'offer' | 'answer'): Promise<string> {
		return new Promise((resolve) => {
			this.#described = resolve
			this.#connection.setLocalDescription(type)
		})
	}

	#take(track: Track): void {
		this.#tracks.push(track)
		track.onMessage((packet) => {
			if (!this.#closed) this.#options.onPacket(packet)
		})
	}

	#changed(state: string): void {
		if (this.#closed) return
		if (state === 'connected') {
			this.#isUp = true
			this.#settle.resolve()
		} else if (state === 'failed' || state === 'closed') {
			this.#isUp = false
			this.#settle.reject(new Error(`the connection ${state === 'failed' ? 'failed' : 'was closed'}`))
			this.#options.onDown?.()
		}
	}
}

import type { Direction, TransportOptions } from '@enshin/contracts/media.ts'
import { dtlsParameters } from '@enshin/contracts/media.ts'
import type * as mediasoup from 'mediasoup-client/types'
import type { Ask } from './line.ts'

/** A path that does not come back is tried again this often. */
const restartEveryMs = 3_000

/**
 * One direction of the media path, and its recovery: a path that is interrupted or failed restarts its ICE until it
 * stands again. Closes with its epoch.
 */
export class MediaTransport {
	readonly transport: mediasoup.Transport
	readonly #direction: Direction
	readonly #ask: Ask
	readonly #onState: (state: mediasoup.ConnectionState) => void
	#timer: ReturnType<typeof setTimeout> | undefined

	constructor(
		device: mediasoup.Device,
		direction: Direction,
		offered: TransportOptions,
		options: {
			ask: Ask
			onState: (state: mediasoup.ConnectionState) => void
			/** The sfu would not have it: there will be no path. */
			onRefused: (error: unknown) => void
		},
	) {
		this.#direction = direction
		this.#ask = options.ask
		this.#onState = options.onState
		// The contract passes what mediasoup made through unread; only mediasoup-client knows its shape.
		const given = offered as unknown as mediasoup.TransportOptions
		this.transport = direction === 'send' ? device.createSendTransport(given) : device.createRecvTransport(given)
		this.transport.on('connect', ({ dtlsParameters: local }, done) => {
			// What follows need not wait for the answer: signaling and the sfu do one thing after the other (ADR 0032).
			this.#ask('media.connect', { direction, dtlsParameters: dtlsParameters.parse(local) }).catch(options.onRefused)
			done()
		})
		this.transport.on('connectionstatechange', (state) => this.#take(state))
	}

	/** Finds a new path now, because the old one is gone or doubtful. A path never begun needs none. */
	async restartIce(): Promise<void> {
		clearTimeout(this.#timer)
		if (this.transport.closed || this.transport.connectionState === 'new') return
		this.#timer = setTimeout(() => this.#restartUnlessConnected(), restartEveryMs)
		const { iceParameters } = await this.#ask('media.restartIce', { direction: this.#direction })
		if (!this.transport.closed) {
			await this.transport.restartIce({ iceParameters: iceParameters as unknown as mediasoup.IceParameters })
		}
	}

	close(): void {
		clearTimeout(this.#timer)
		this.transport.close()
	}

	#take(state: mediasoup.ConnectionState): void {
		this.#onState(state)
		if (state === 'connected') clearTimeout(this.#timer)
		if (state === 'disconnected' || state === 'failed') this.#restartUnlessConnected()
	}

	#restartUnlessConnected(): void {
		const { closed, connectionState } = this.transport
		if (closed || connectionState === 'connected') return
		// Without a line to signaling the asking fails; the timer asks again.
		this.restartIce().catch(() => {})
	}
}

import { type ProblemCode, ProblemError } from '@enshin/contracts/errors.ts'
import { type Direction, type MediaSource, rtpCapabilities, rtpParameters } from '@enshin/contracts/media.ts'
import type { MediaOffer, OfferedConsumer } from '@enshin/contracts/signaling.ts'
import type * as mediasoup from 'mediasoup-client/types'
import { createDevice } from './create-device.ts'
import type { Ask } from './line.ts'
import { MediaTransport } from './media-transport.ts'
import type { LocalSource, LocalTrack, RemoteTrack } from './remote.ts'
import { cameraOptions, microphoneCodecOptions, preferBalance, showWhole } from './sending.ts'

export type MediaEpochOptions = {
	offer: MediaOffer
	ask: Ask
	onRemote: (tracks: RemoteTrack[]) => void
	onState: (direction: Direction, state: mediasoup.ConnectionState) => void
	/** Something could not be set up; the epoch is of no more use. */
	onBroken: (error: unknown) => void
}

/**
 * All media on one place of the sfu: the device, both transports, what is sent and what is received. It is built from one
 * offer and dropped as a whole when a later one comes. Commands run one after the other in each direction, so that both
 * connect side by side; `close()` makes the rest void.
 */
export class MediaEpoch {
	readonly epoch: number
	readonly #options: MediaEpochOptions
	#send: MediaTransport | null = null
	#recv: MediaTransport | null = null
	#device: mediasoup.Device | null = null
	readonly #producers = new Map<LocalSource, mediasoup.Producer>()
	readonly #remotes = new Map<string, { remote: RemoteTrack; consumer: mediasoup.Consumer }>()
	readonly #queues: Record<Direction, Promise<void>>
	/** Whose picture is sent smaller than it is, for nobody is shown it yet. */
	#unseen: mediasoup.Producer | null = null
	#closed = false

	constructor(options: MediaEpochOptions) {
		this.epoch = options.offer.epoch
		this.#options = options
		const built = this.#build().catch((error: unknown) => this.#break(error))
		this.#queues = { send: built, recv: built }
	}

	/** Makes what is sent equal to what is wanted: opens, swaps, silences and closes producers as it takes. */
	setLocal(local: Record<LocalSource, LocalTrack> | null): void {
		this.#run('send', async () => {
			// The picture first: it is what the other side waits for longest.
			for (const source of ['camera', 'microphone'] as const) await this.#align(source, local?.[source] ?? null)
		})
	}

	/** Creates these in one negotiation and says so in one request; they flow when signaling lets them. */
	openConsumers(consumers: OfferedConsumer[]): void {
		this.#run('recv', async () => {
			const recv = this.#recv?.transport
			const fresh = consumers.filter(({ id }) => !this.#remotes.has(id))
			if (!recv || fresh.length === 0) return
			const opened = await Promise.all(
				fresh.map(async ({ id, producerId, kind, rtpParameters: given, peerId, source }) => {
					const parameters = given as unknown as mediasoup.RtpParameters
					return { consumer: await recv.consume({ id, producerId, kind, rtpParameters: parameters }), peerId, source }
				}),
			)
			for (const { consumer, peerId, source } of opened) this.#keep(consumer, peerId, source)
			this.#tell()
			await this.#options.ask('media.resumeConsumers', { consumerIds: opened.map(({ consumer }) => consumer.id) })
		})
	}

	closeConsumer(consumerId: string): void {
		this.#run('recv', async () => {
			this.#remotes.get(consumerId)?.consumer.close()
			if (this.#remotes.delete(consumerId)) this.#tell()
		})
	}

	/** Both directions look for a new path; `onlyBroken` leaves one alone that stands. */
	restartIce({ onlyBroken }: { onlyBroken: boolean }): void {
		for (const direction of [this.#send, this.#recv]) {
			if (onlyBroken && direction?.transport.connectionState === 'connected') continue
			direction?.restartIce().catch(() => {})
		}
	}

	/** Tells signaling again what is paused: it may have missed it while the line was lost. */
	retell(): void {
		this.#run('send', async () => {
			for (const producer of this.#producers.values()) await this.#tellPaused(producer)
		})
	}

	producer(source: LocalSource): mediasoup.Producer | undefined {
		return this.#producers.get(source)
	}

	async stats(): Promise<{ send: RTCStatsReport | null; recv: RTCStatsReport | null }> {
		const [send, recv] = await Promise.all([this.#send, this.#recv].map((one) => one?.transport.getStats() ?? null))
		return { send: send ?? null, recv: recv ?? null }
	}

	/** Idempotent. Tracks stay with their owner. */
	close(): void {
		this.#closed = true
		this.#send?.close()
		this.#recv?.close()
		this.#producers.clear()
		this.#remotes.clear()
	}

	async #build(): Promise<void> {
		const { offer, ask, onState } = this.#options
		const onRefused = (error: unknown) => this.#break(error)
		// The patient's page must not wait for it: it is fetched while they wait.
		const device = await createDevice()
		const routerRtpCapabilities = offer.routerRtpCapabilities as unknown as mediasoup.RtpCapabilities
		await device.load({ routerRtpCapabilities })
		if (this.#closed) return
		this.#device = device
		this.#send = new MediaTransport(device, 'send', offer.send, {
			ask,
			onRefused,
			onState: (state) => onState('send', state),
		})
		this.#recv = new MediaTransport(device, 'recv', offer.recv, {
			ask,
			onRefused,
			onState: (state) => onState('recv', state),
		})
		this.#send.transport.on('produce', ({ kind, rtpParameters: given, appData }, done, failed) => {
			const source = appData.source as MediaSource
			const data = { source, kind, rtpParameters: rtpParameters.parse(given), paused: appData.paused === true }
			ask('media.produce', data).then(({ producerId }) => done({ id: producerId }), failed)
		})
		const capabilities = rtpCapabilities.parse(device.recvRtpCapabilities)
		// Nor need what is sent wait for the other side to hear what can be received.
		ask('media.setCapabilities', { epoch: this.epoch, rtpCapabilities: capabilities }).catch(onRefused)
	}

	async #align(source: LocalSource, wanted: LocalTrack | null): Promise<void> {
		const producer = this.#producers.get(source)
		if (!wanted) {
			if (!producer) return
			this.#producers.delete(source)
			producer.close()
			await this.#options.ask('media.closeProducer', { producerId: producer.id }).catch(() => {})
			return
		}
		if (!producer) return wanted.track?.readyState === 'live' ? this.#produce(source, wanted.track, wanted) : undefined
		if (producer === this.#unseen && !wanted.unseen) {
			this.#unseen = null
			showWhole(producer.rtpSender)
		}
		const live = wanted.track?.readyState === 'live' ? wanted.track : null
		if (producer.track !== live) await producer.replaceTrack({ track: live })
		const paused = wanted.paused || !live
		if (producer.paused === paused) return
		if (paused) producer.pause()
		else producer.resume()
		await this.#tellPaused(producer)
	}

	async #produce(source: LocalSource, track: MediaStreamTrack, { paused, unseen = false }: LocalTrack): Promise<void> {
		const { transport } = this.#send ?? {}
		if (!transport || !this.#device) return
		const options =
			source === 'camera'
				? cameraOptions(this.#device.sendRtpCapabilities, { unseen })
				: { codecOptions: microphoneCodecOptions }
		const own = { stopTracks: false, disableTrackOnPause: false, appData: { source, paused } }
		const producer = await transport.produce({ track, ...options, ...own }).catch(refusedInTime)
		if (!producer) return
		if (paused) producer.pause()
		this.#producers.set(source, producer)
		if (source === 'camera' && unseen) this.#unseen = producer
		if (source === 'camera') await preferBalance(producer.rtpSender)
	}

	/** A line that is lost right now is no fault: `retell` says it again. */
	async #tellPaused({ id, paused }: mediasoup.Producer): Promise<void> {
		await this.#options.ask(paused ? 'media.pauseProducer' : 'media.resumeProducer', { producerId: id }).catch(() => {})
	}

	#keep(consumer: mediasoup.Consumer, peerId: string, source: MediaSource): void {
		const remote = { consumerId: consumer.id, peerId, source, track: consumer.track, receiver: consumer.rtpReceiver }
		this.#remotes.set(consumer.id, { remote, consumer })
	}

	#tell(): void {
		if (!this.#closed) this.#options.onRemote([...this.#remotes.values()].map(({ remote }) => remote))
	}

	#run(direction: Direction, act: () => Promise<void>): void {
		this.#queues[direction] = this.#queues[direction]
			.then(async () => {
				if (!this.#closed) await act()
			})
			.catch((error: unknown) => this.#break(error))
	}

	#break(error: unknown): void {
		if (this.#closed) return
		this.close()
		this.#options.onBroken(error)
	}
}

/** The ring was taken back, or the call ended, while a stream was being opened: then none is wanted. */
function refusedInTime(error: unknown): null {
	const codes: ProblemCode[] = ['call.not_called', 'call.wrong_state', 'call.ended']
	if (error instanceof ProblemError && codes.includes(error.code)) return null
	throw error
}

import type { CallRole, CallSnapshot, EndReason } from '@enshin/contracts/call.ts'
import { type ProblemCode, ProblemError } from '@enshin/contracts/errors.ts'
import type { Joined, PeerInfo, QueuePosition } from '@enshin/contracts/signaling.ts'
import { Chat } from './chat.svelte.ts'
import { Clock } from './clock.svelte.ts'
import { Connection } from './connection.svelte.ts'
import type { Devices } from './devices.svelte.ts'
import type { Caller } from './line.ts'
import { Media } from './media.svelte.ts'
import { fetchPermission } from './permission.ts'
import { type Phase, phaseOf } from './phase.ts'
import { PictureWatch } from './picture-watch.ts'
import { Quality } from './quality.svelte.ts'
import { ScoreBoard } from './scores.ts'
import { SendingWatch } from './sending-watch.ts'

/**
 * One person's place in one call, from the waiting room to the end. It assembles the line, the media, the chat and the
 * reading of quality, and keeps them in step; it owns all of them but the devices, and `stop()` ends all of them.
 */
export class Call {
	readonly role: CallRole
	readonly devices: Devices
	readonly connection: Connection
	readonly media: Media
	readonly chat: Chat
	readonly quality: Quality
	readonly clock = new Clock()
	snapshot = $state.raw<CallSnapshot | null>(null)
	self = $state.raw<PeerInfo | null>(null)
	peers = $state.raw<PeerInfo[]>([])
	queue = $state.raw<QueuePosition | null>(null)
	/** Why the last thing that was asked for could not be done; a page shows it until the next one. */
	problem = $state.raw<ProblemCode | null>(null)
	readonly phase: Phase = $derived.by(() => phaseOf(this.connection.stopped, this.snapshot?.state ?? null))
	readonly other: PeerInfo | null = $derived.by(() => this.peers.find(({ role }) => role !== this.role) ?? null)
	readonly remotePicture = $derived.by(() => this.#remote('camera'))
	readonly remoteSound = $derived.by(() => this.#remote('microphone'))
	readonly #watch: PictureWatch
	readonly #sending: SendingWatch
	readonly #scores = new ScoreBoard()
	#networkChanged = false
	#stopEffects: (() => void) | null = null
	#listening: AbortController | null = null

	constructor(options: { callId: string; role: CallRole; devices: Devices }) {
		this.role = options.role
		this.devices = options.devices
		this.connection = new Connection({
			getPermission: () => fetchPermission(options.callId),
			mediaEpoch: () => this.media.epoch,
			onLine: (caller) => this.#listen(caller),
			onJoined: (joined, by) => this.#joined(joined, by),
		})
		const { ask } = this.connection
		this.media = new Media({ ask, onBroken: () => this.connection.rejoin() })
		this.chat = new Chat(ask)
		this.quality = new Quality(this.media)
		this.#watch = new PictureWatch(
			() => this.media.remotes,
			(consumerId) => ask('media.requestKeyframe', { consumerId }).catch(() => {}),
		)
		this.#sending = new SendingWatch(() => this.media.cameraSender)
	}

	start(): void {
		this.clock.start()
		this.#stopEffects = $effect.root(() => {
			$effect(() => this.media.setLocal(this.#local()))
			$effect(() => this.#follow(this.phase.kind === 'talking'))
			$effect(() => {
				if (this.media.send === 'disconnected' || this.media.recv === 'disconnected') this.connection.check()
			})
		})
		this.#listening = new AbortController()
		const { signal } = this.#listening
		const changed = () => this.#onNetworkChanged()
		window.addEventListener('online', changed, { signal })
		networkInformation()?.addEventListener('change', changed, { signal })
		const woke = () => document.visibilityState === 'visible' && this.connection.check()
		document.addEventListener('visibilitychange', woke, { signal })
		this.connection.start()
	}

	stop(): void {
		this.#listening?.abort()
		this.#stopEffects?.()
		this.quality.stop()
		this.#watch.stop()
		this.#sending.stop()
		this.clock.stop()
		this.connection.stop()
		this.media.close()
	}

	/** Takes the call over from wherever else it was opened. */
	takeOver(): void {
		this.snapshot = null
		this.connection.start()
	}

	/** 呼び出し. */
	ring(): Promise<boolean> {
		return this.#do(async () => this.#take(await this.connection.ask('call.ring', {})))
	}

	cancelRing(): Promise<boolean> {
		return this.#do(async () => this.#take(await this.connection.ask('call.cancelRing', {})))
	}

	/** 入る. */
	enter(): Promise<boolean> {
		return this.#do(async () => this.#take(await this.connection.ask('call.enter', {})))
	}

	/** 終了, for both. */
	end(reason: EndReason): Promise<boolean> {
		return this.#do(async () => this.#take(await this.connection.ask('call.end', { reason })))
	}

	/** Goes, and may come back. Works without a line: then the others see it when the grace time is over. */
	async leave(): Promise<void> {
		await this.connection.ask('call.leave', {}).catch(() => {})
		this.connection.stop({ kind: 'left' })
	}

	#joined(joined: Joined, by: 'join' | 'resume'): void {
		this.self = joined.self
		this.peers = joined.peers.filter(({ peerId }) => peerId !== joined.self.peerId)
		this.queue = joined.queue
		this.#take(joined.call)
		this.chat.joined(joined.self, joined.chat)
		if (joined.media) this.media.take(joined.media)
		else if (by === 'resume') this.media.resumed({ networkChanged: this.#networkChanged })
		else this.media.drop()
		this.#networkChanged = false
		void this.#setClock()
		// Whoever was in the call before a reload is in it again.
		if (this.role === 'guest' && this.phase.kind === 'talking') void this.enter()
	}

	#listen(caller: Caller): void {
		caller.on('call.changed', (snapshot) => this.#take(snapshot))
		caller.on('queue.changed', (queue) => {
			this.queue = queue
		})
		caller.on('peer.joined', (peer) => this.#setPeer(peer))
		caller.on('peer.changed', (peer) => this.#setPeer(peer))
		caller.on('peer.left', ({ peerId }) => {
			this.peers = this.peers.filter((peer) => peer.peerId !== peerId)
		})
		caller.on('media.offered', (offer) => this.media.take(offer))
		caller.on('media.lost', ({ epoch }) => {
			if (epoch >= this.media.epoch) this.media.drop()
		})
		caller.on('media.consumersOpened', ({ epoch, consumers }) => this.media.openConsumers(epoch, consumers))
		caller.on('media.consumerClosed', ({ consumerId }) => {
			this.#scores.forget(consumerId)
			this.media.closeConsumer(consumerId)
		})
		caller.on('media.producerScore', ({ producerId, score }) => {
			this.#scores.own(producerId, score)
			this.quality.scores = this.#scores.worst
		})
		caller.on('media.consumerScore', ({ consumerId, producerScore }) => {
			this.#scores.other(consumerId, producerScore)
			this.quality.scores = this.#scores.worst
		})
		caller.on('chat.message', (message) => this.chat.receive(message))
	}

	#take(snapshot: CallSnapshot): void {
		if (snapshot.state !== this.snapshot?.state) this.quality.pardon()
		this.snapshot = snapshot
	}

	#setPeer(peer: PeerInfo): void {
		if (peer.peerId === this.self?.peerId) this.self = peer
		else this.peers = [...this.peers.filter(({ peerId }) => peerId !== peer.peerId), peer]
	}

	/** What is sent: nothing in the waiting room, everything from the ring on, so that 入る finds it all connected. */
	#local() {
		const { kind } = this.phase
		if (kind !== 'ringing' && kind !== 'talking') return null
		const { wanted, camera, microphone } = this.devices
		return {
			camera: { track: camera, paused: !wanted.camera, unseen: kind === 'ringing' },
			microphone: { track: microphone, paused: !wanted.microphone },
		}
	}

	#follow(talking: boolean): void {
		if (talking) {
			this.quality.start()
			this.#watch.start()
			this.#sending.start()
		} else {
			this.quality.stop()
			this.#watch.stop()
			this.#sending.stop()
			this.#scores.clear()
		}
	}

	#remote(source: 'camera' | 'microphone'): MediaStreamTrack | null {
		return this.media.remotes.find((remote) => remote.source === source)?.track ?? null
	}

	#onNetworkChanged(): void {
		this.#networkChanged = true
		this.connection.check()
	}

	async #setClock(): Promise<void> {
		const askedAt = performance.now()
		const pong = await this.connection.ask('ping', {}).catch(() => null)
		if (pong) this.clock.set(pong.at, askedAt, performance.now())
	}

	async #do(act: () => Promise<void>): Promise<boolean> {
		this.problem = null
		try {
			await act()
			return true
		} catch (error) {
			this.problem = error instanceof ProblemError ? error.code : 'internal'
			return false
		}
	}
}

/** Network Information is not in every browser, nor in TypeScript's library. */
function networkInformation(): EventTarget | undefined {
	return (navigator as Navigator & { connection?: EventTarget }).connection
}

import { type Captured, capture, type Kind } from './capture.ts'
import { type DeviceProblem, deviceProblemOf, environmentProblem } from './device-problem.ts'
import { type DeviceChoice, rememberedDevices, rememberedSending } from './remembered.ts'

export type DeviceOption = { id: string; label: string }
const kinds = ['camera', 'microphone'] as const

/**
 * This browser's camera, microphone and speaker: what is there, what is chosen, what is open and what is wrong. It owns
 * the tracks; those who send or show them only borrow. `close()` lets every device go.
 */
export class Devices {
	cameras = $state.raw<DeviceOption[]>([])
	microphones = $state.raw<DeviceOption[]>([])
	speakers = $state.raw<DeviceOption[]>([])
	choice = $state.raw<DeviceChoice>({})
	camera = $state.raw<MediaStreamTrack | null>(null)
	microphone = $state.raw<MediaStreamTrack | null>(null)
	problems = $state.raw<Record<Kind, DeviceProblem | null>>({ camera: null, microphone: null })
	/** What the person wants to send, whether or not a device allows it. */
	wanted = $state.raw<Record<Kind, boolean>>({ camera: true, microphone: true })
	/** While the browser asks the person, or a device starts. */
	opening = $state(false)
	#listening: AbortController | null = null
	/** Opens and closes happen one after the other. */
	#queue: Promise<void> = Promise.resolve()

	/** Opens what is wanted and not open. Safe to call again: it is also 「もう一度ためす」. */
	async open(): Promise<void> {
		this.#listen()
		await this.#serially(() => this.#openMissing())
	}

	/** Another device of a kind, now: the old one goes only when the new one is there. */
	async choose(kind: Kind | 'speaker', id: string): Promise<void> {
		this.choice = { ...this.choice, [`${kind}Id`]: id }
		rememberedDevices.write(this.choice)
		if (kind !== 'speaker') await this.#serially(() => this.#replace(kind))
	}

	/**
	 * Turns sending on or off. A silent microphone stays open, so that speaking again takes no time; a camera that is off is
	 * let go, so that its light goes out.
	 */
	async want(kind: Kind, on: boolean): Promise<void> {
		this.wanted = { ...this.wanted, [kind]: on }
		rememberedSending.write(this.wanted)
		if (this.microphone) this.microphone.enabled = this.wanted.microphone
		if (kind === 'camera' && !on) await this.#serially(async () => this.#take('camera', null))
		else if (on) await this.open()
	}

	close(): void {
		this.#listening?.abort()
		this.#listening = null
		for (const kind of kinds) this.#take(kind, null)
	}

	#listen(): void {
		if (this.#listening) return
		this.#listening = new AbortController()
		this.choice = rememberedDevices.read()
		this.wanted = rememberedSending.read()
		const { signal } = this.#listening
		navigator.mediaDevices?.addEventListener('devicechange', () => void this.#onDevicesChanged(), { signal })
		for (const kind of kinds) void this.#watchPermission(kind, signal)
	}

	/** Whoever allows a device in the browser's settings need not press anything here. */
	async #watchPermission(kind: Kind, signal: AbortSignal): Promise<void> {
		const permission = await navigator.permissions?.query({ name: kind }).catch(() => null)
		permission?.addEventListener('change', () => permission.state === 'granted' && void this.open(), { signal })
	}

	async #openMissing(): Promise<void> {
		const missing = kinds.filter(
			(kind) => this[kind]?.readyState !== 'live' && (this.wanted[kind] || kind !== 'camera'),
		)
		if (missing.length === 0) return
		const problem = environmentProblem({
			isSecureContext: window.isSecureContext,
			hasGetUserMedia: navigator.mediaDevices?.getUserMedia !== undefined,
		})
		if (problem) {
			this.problems = { camera: problem, microphone: problem }
			return
		}
		this.opening = true
		const { tracks, errors } = await capture(missing, this.choice)
		this.opening = false
		for (const kind of missing) this.#settle(kind, tracks, errors[kind])
		await this.#enumerate()
	}

	async #replace(kind: Kind): Promise<void> {
		if (!this.wanted[kind] && kind === 'camera') return
		let { tracks, errors } = await capture([kind], this.choice)
		// Some phones open no second camera while the first is open.
		if (errors[kind] && this[kind]) {
			this.#take(kind, null)
			;({ tracks, errors } = await capture([kind], this.choice))
		}
		this.#settle(kind, tracks, errors[kind])
		await this.#enumerate()
	}

	#settle(kind: Kind, tracks: Captured, error: unknown): void {
		const track = tracks[kind] ?? null
		if (!this.#listening) track?.stop()
		else this.#take(kind, track)
		this.problems = { ...this.problems, [kind]: track ? null : deviceProblemOf(error) }
	}

	#take(kind: Kind, track: MediaStreamTrack | null): void {
		this[kind]?.stop()
		this[kind] = track
		if (kind === 'microphone' && track) track.enabled = this.wanted.microphone
		track?.addEventListener('ended', () => {
			if (this[kind] !== track) return
			this.#take(kind, null)
			this.problems = { ...this.problems, [kind]: 'stopped' }
			// Another one may be plugged in: take it without a question.
			void this.open()
		})
	}

	async #onDevicesChanged(): Promise<void> {
		await this.#enumerate()
		const mayHelp = (kind: Kind) => this.problems[kind] === 'missing' || this.problems[kind] === 'stopped'
		if (kinds.some(mayHelp)) await this.open()
	}

	async #enumerate(): Promise<void> {
		const found = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? []
		const of = (kind: MediaDeviceKind) =>
			found.filter((device) => device.kind === kind && device.deviceId !== '').map(optionOf)
		this.cameras = of('videoinput')
		this.microphones = of('audioinput')
		this.speakers = 'setSinkId' in HTMLMediaElement.prototype ? of('audiooutput') : []
	}

	#serially(act: () => Promise<void>): Promise<void> {
		const next = this.#queue.then(act)
		this.#queue = next.catch(() => {})
		return next
	}
}

function optionOf({ deviceId, label }: MediaDeviceInfo): DeviceOption {
	return { id: deviceId, label }
}

import { type SendState, watchAnswers } from './answer-watchdog.ts'

const everyMs = 200
const everyMsWhileOut = 50

/**
 * Stops one's own picture while the line is out. Otherwise seconds of it wait in the browser to be sent, and on a line
 * that came back the new picture waits behind them. Where it goes on, the browser begins with a whole frame by itself.
 * Sound goes on all the while: it is what finds out that the line is back.
 */
export class SendingWatch {
	readonly #sender: () => RTCRtpSender | undefined
	#state: SendState | null = null
	#held: { sender: RTCRtpSender; active: boolean[] } | null = null
	#timer: ReturnType<typeof setTimeout> | undefined
	#running = false

	constructor(sender: () => RTCRtpSender | undefined) {
		this.#sender = sender
	}

	start(): void {
		if (this.#running) return
		this.#running = true
		this.#next()
	}

	stop(): void {
		this.#running = false
		clearTimeout(this.#timer)
		this.#state = null
		void this.#release()
	}

	#next(): void {
		if (!this.#running) return
		this.#timer = setTimeout(() => this.#look().finally(() => this.#next()), this.#held ? everyMsWhileOut : everyMs)
	}

	async #look(): Promise<void> {
		const sender = this.#sender()
		// Another sender is another path, and the one before has closed.
		if (this.#held && this.#held.sender !== sender) this.#held = null
		const report = await sender?.getStats().catch(() => null)
		if (!sender || !report || !this.#running) {
			this.#state = null
			return
		}
		const [sent, received] = crossed(report)
		this.#state = watchAnswers(this.#state, { atMs: performance.now(), sent, received })
		if (this.#state.isOut && !this.#held) await this.#hold(sender)
		else if (!this.#state.isOut && this.#held) await this.#release()
	}

	async #hold(sender: RTCRtpSender): Promise<void> {
		const parameters = sender.getParameters()
		this.#held = { sender, active: parameters.encodings.map(({ active }) => active ?? true) }
		for (const encoding of parameters.encodings) encoding.active = false
		await sender.setParameters(parameters).catch(() => {})
	}

	async #release(): Promise<void> {
		if (!this.#held) return
		const { sender, active } = this.#held
		this.#held = null
		const parameters = sender.getParameters()
		for (const [index, encoding] of parameters.encodings.entries()) encoding.active = active[index] ?? true
		await sender.setParameters(parameters).catch(() => {})
	}
}

/** Packets that left and came over the path, as W3C webrtc-stats counts them. */
function crossed(report: RTCStatsReport): [sent: number, received: number] {
	let [sent, received] = [0, 0]
	for (const entry of report.values()) {
		if (entry.type !== 'candidate-pair') continue
		sent += entry.packetsSent ?? 0
		received += entry.packetsReceived ?? 0
	}
	return [sent, received]
}

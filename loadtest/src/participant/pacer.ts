/** What has packets to send. */
export interface Paced {
	tick(nowMs: number): void
}

/** How often it looks for what is due. */
const tickMs = 5

/**
 * One timer for everybody who sends in this process. It measures how late its own ticks come: a late tick is packets that
 * left late, and arrived ones that were read late.
 */
export class Pacer {
	readonly #members = new Set<Paced>()
	#timer: ReturnType<typeof setInterval> | undefined
	#lastMs = 0
	#late: number[] = []

	add(member: Paced): void {
		this.#members.add(member)
		if (this.#timer !== undefined) return
		this.#lastMs = performance.now()
		this.#timer = setInterval(() => this.#tick(), tickMs)
	}

	remove(member: Paced): void {
		this.#members.delete(member)
		if (this.#members.size > 0) return
		clearInterval(this.#timer)
		this.#timer = undefined
	}

	/** How late the ticks came since the last call, p99 in ms; 0 without any. */
	takeLateMs(): number {
		const late = this.#late.sort((a, b) => a - b)
		this.#late = []
		return late[Math.floor(late.length * 0.99)] ?? 0
	}

	#tick(): void {
		const nowMs = performance.now()
		this.#late.push(Math.max(0, nowMs - this.#lastMs - tickMs))
		this.#lastMs = nowMs
		for (const member of this.#members) member.tick(nowMs)
	}
}

type Entry = { atMs: number; order: number; act: () => void }

/** What is due within this is done now: timers know whole milliseconds, so the error lies evenly around nothing. */
const roundingMs = 0.5

/** Does things at their time, those of the same time in the order they came. One timer, whatever waits. */
export class DueQueue {
	readonly #heap: Entry[] = []
	readonly #onLate: (lateMs: number) => void
	#order = 0
	#timer: NodeJS.Timeout | undefined
	#timerAtMs = Number.POSITIVE_INFINITY

	/** `onLate` hears of each how late it was done. */
	constructor(onLate: (lateMs: number) => void) {
		this.#onLate = onLate
	}

	/** `atMs` as `performance.now` counts. */
	add(atMs: number, act: () => void): void {
		this.#heap.push({ atMs, order: this.#order++, act })
		this.#rise(this.#heap.length - 1)
		this.#arm()
	}

	clear(): void {
		clearTimeout(this.#timer)
		this.#timer = undefined
		this.#timerAtMs = Number.POSITIVE_INFINITY
		this.#heap.length = 0
	}

	#arm(): void {
		const [first] = this.#heap
		if (!first || this.#timerAtMs <= first.atMs) return
		clearTimeout(this.#timer)
		this.#timerAtMs = first.atMs
		this.#timer = setTimeout(() => this.#run(), Math.max(0, Math.round(first.atMs - performance.now())))
	}

	#run(): void {
		this.#timerAtMs = Number.POSITIVE_INFINITY
		for (let first = this.#heap[0]; first; first = this.#heap[0]) {
			const nowMs = performance.now()
			if (first.atMs > nowMs + roundingMs) break
			this.#takeFirst()
			this.#onLate(Math.max(0, nowMs - first.atMs))
			first.act()
		}
		this.#arm()
	}

	#takeFirst(): void {
		const last = this.#heap.pop()
		if (!last || this.#heap.length === 0) return
		this.#heap[0] = last
		this.#sink(0)
	}

	#rise(place: number): void {
		const entry = this.#at(place)
		while (place > 0) {
			const parent = (place - 1) >> 1
			if (!isBefore(entry, this.#at(parent))) break
			this.#heap[place] = this.#at(parent)
			place = parent
		}
		this.#heap[place] = entry
	}

	#sink(place: number): void {
		const entry = this.#at(place)
		for (;;) {
			let child = 2 * place + 1
			if (child >= this.#heap.length) break
			if (child + 1 < this.#heap.length && isBefore(this.#at(child + 1), this.#at(child))) child++
			if (!isBefore(this.#at(child), entry)) break
			this.#heap[place] = this.#at(child)
			place = child
		}
		this.#heap[place] = entry
	}

	#at(place: number): Entry {
		return this.#heap[place] as Entry
	}
}

function isBefore(one: Entry, other: Entry): boolean {
	return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)
}

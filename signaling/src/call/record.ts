import { randomUUID } from 'node:crypto'
import type { CallEvent } from '@enshin/contracts/call.ts'
import type { Id } from '@enshin/contracts/ids.ts'

export type RecordLine = Pick<CallEvent, 'type'> & Partial<Pick<CallEvent, 'by' | 'from' | 'to' | 'reason'>>

/** Numbers a call's lines within this process's life of it, so that the api keeps each once and in order. */
export class CallRecord {
	readonly #epochId: Id = randomUUID()
	readonly #report: (event: CallEvent) => void
	#seq = 0

	constructor(report: (event: CallEvent) => void) {
		this.#report = report
	}

	add({ type, by = null, from = null, to = null, reason = null }: RecordLine): void {
		this.#seq += 1
		const at = new Date().toISOString()
		this.#report({ epochId: this.#epochId, seq: this.#seq, at, type, by, from, to, reason })
	}
}

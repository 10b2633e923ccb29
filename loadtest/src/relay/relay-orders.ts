import type { Change, Door } from './types.ts'

/** What `startRelay` says to its thread. */
export type Order =
	| { kind: 'open'; door: Door }
	| { kind: 'set'; change: Change }
	| { kind: 'stats' }
	| { kind: 'stop' }

/** Each order is answered once, by its number. */
export type Answer = { id: number; ok: true; value: unknown } | { id: number; ok: false; reason: string }

import type { Call } from './call.svelte.ts'
import type { Sample } from './stats.ts'

/**
 * `window.__enshin` on the page of a call: read-only, for browser tests and for whoever looks into a bad line from the
 * console. `sample()` is what the quality words are made of, `reports()` is getStats of both transports as plain objects.
 */
export type DebugHandle = {
	sample: () => Promise<Sample | null>
	reports: () => Promise<{ send: unknown[]; recv: unknown[] }>
	state: () => { connection: string; phase: string; epoch: number; send: string; recv: string; call: unknown }
}

declare global {
	interface Window {
		__enshin?: DebugHandle
	}
}

export function exposeDebugHandle(call: Call): () => void {
	const plain = (report: RTCStatsReport | null) => [...(report?.values() ?? [])] as unknown[]
	window.__enshin = {
		sample: () => call.quality.read(),
		reports: async () => {
			const { send, recv } = await call.media.stats()
			return { send: plain(send), recv: plain(recv) }
		},
		state: () => ({
			connection: call.connection.state,
			phase: call.phase.kind,
			epoch: call.media.epoch,
			send: call.media.send,
			recv: call.media.recv,
			call: call.snapshot,
		}),
	}
	return () => {
		delete window.__enshin
	}
}

import type { MediaSource } from '@enshin/contracts/media.ts'
import type { types } from 'mediasoup'
import type { Flow } from './flow.ts'
import type { Silence } from './silence.ts'

/** A producer, with what is known of its stream beside mediasoup's own score. */
export type Incoming = types.Producer<{
	source: MediaSource
	flow: Flow
	silence: Silence
	/** Called when `silence` turns: its own score, and the ones of its consumers, are to be told anew. */
	scoreListeners: Set<() => void>
}>

/** How well a stream arrives, 0 to 10: as well as the best of its encodings, and not at all when it is silent. */
export function scoreOf({ score, appData }: Incoming): number {
	return appData.silence.isSilent ? 0 : bestScore(score)
}

export function bestScore(scores: readonly { score: number }[]): number {
	return Math.max(0, ...scores.map(({ score }) => score))
}

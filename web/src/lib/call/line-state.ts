import type { LineQuality } from './quality-judge.ts'

/** How the line stands, as one of the sentences people read. */
export type LineState =
	| 'connecting'
	| 'good'
	| 'weakOwn'
	| 'weakOther'
	| 'poorOwn'
	| 'poorOther'
	/** Something that stood is being mended, by itself. */
	| 'reconnecting'

type Path = 'new' | 'connecting' | 'connected' | 'failed' | 'disconnected' | 'closed'

/** From the line to signaling, the two media paths and the judged quality. Before a call only the line counts. */
export function lineStateOf(facts: {
	connection: 'idle' | 'connecting' | 'open' | 'reconnecting' | 'stopped'
	talking: boolean
	/** Whether the other side sends anything; without it there is no path to wait for. */
	receiving: boolean
	send: Path
	recv: Path
	quality: LineQuality
}): LineState {
	if (facts.connection === 'reconnecting') return 'reconnecting'
	if (facts.connection !== 'open') return 'connecting'
	if (!facts.talking) return 'good'
	const paths = [facts.send, facts.recv]
	if (paths.some((path) => path === 'failed' || path === 'disconnected')) return 'reconnecting'
	// Where there is neither camera nor microphone nothing is sent, and that path never begins.
	if (paths.includes('connecting') || (facts.recv === 'new' && facts.receiving)) return 'connecting'
	const { level, side } = facts.quality
	if (level === 'weak') return side === 'own' ? 'weakOwn' : 'weakOther'
	if (level === 'poor') return side === 'own' ? 'poorOwn' : 'poorOther'
	return 'good'
}

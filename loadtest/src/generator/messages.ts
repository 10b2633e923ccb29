import type { Permission } from '../guard.ts'
import type { Counted } from '../participant/tally.ts'
import type { GeneratorSample, Histogram, OpenRoom, RoomOutcome } from './types.ts'

/** What a generating process is told, and what it answers: the whole conversation with its parent. */
export interface Commands {
	/** First of all; `guard` null checks no host. */
	begin: { data: { guard: Permission | null }; answer: null }
	open: { data: { rooms: OpenRoom[] }; answer: RoomOutcome[] }
	rejoin: { data: { callIds: string[]; overMs: number }; answer: RoomOutcome[] }
	close: { data: { callIds: string[] }; answer: null }
	abandon: { data: { callIds: string[] }; answer: null }
	sample: { data: null; answer: ProcessSample }
}
export type Command = keyof Commands

export interface ProcessSample extends Counted {
	delay: Histogram
	rooms: number
	participants: number
	process: GeneratorSample['processes'][number]
}

export interface Asked<C extends Command = Command> {
	id: number
	command: C
	data: Commands[C]['data']
}

export type Answered = { id: number; answer: unknown } | { id: number; error: string }

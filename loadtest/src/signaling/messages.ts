import type { Histogram } from '../generator/types.ts'
import type { Seat } from '../target/types.ts'

/** What the scenario asks of a process of clients, one thing at a time. */
export type Command =
	/** Everybody enters: as many as `abreast` at once, each with a permission fetched before the clock runs. */
	| { do: 'enter'; seats: Seat[]; origin: string; abreast: number }
	/** For so long each client pings once a second and says something every other second. */
	| { do: 'echo'; seconds: number }
	/** Every socket is gone at once, without a closing frame; all come back as browsers do. */
	| { do: 'sever' }
	/** Waits until everybody who was lost since the last time is back, or gives up. */
	| { do: 'settle'; withinMs: number }
	/** Waits until everybody has been offered media anew since this Unix time in ms, or gives up. */
	| { do: 'awaitOffers'; sinceMs: number; withinMs: number }
	| { do: 'look' }
	| { do: 'stop' }

export interface Entered {
	joined: number
	/** From the first byte of the handshake to the answer of `join`. */
	ms: Histogram
	/** In which entering took place; fetching permissions is not in it. */
	spanMs: number
	failures: Record<string, number>
}

export interface Echoed {
	/** `ping` to its reply. */
	ping: Histogram
	/** `chat.send` to the other side's `chat.message`. */
	chat: Histogram
	/** Asked or said, and never answered or heard. */
	lost: number
}

export interface Settled {
	/** How many lost their sockets, and how many of these are back, by which way. */
	lost: number
	resumed: number
	rejoined: number
	/** From the loss of the socket to the answer of `resume` or `join`. */
	ms: Histogram
	slowestMs: number
	/** Attempts that failed on the way, by code; most come back with a later one. */
	failures: Record<string, number>
}

export interface Offered {
	offered: number
	missing: number
	/** From the moment asked about to the offer. */
	ms: Histogram
	slowestMs: number
}

/** The process of clients itself, since it was last asked. */
export interface Looked {
	pid: number
	cpu: number
	/** How late its timers were, p99, in ms. A late generator sees slow servers everywhere. */
	lateMs: number
	memoryMb: number
}

export type Answer<C extends Command['do']> = C extends 'enter'
	? Entered
	: C extends 'echo'
		? Echoed
		: C extends 'settle'
			? Settled
			: C extends 'awaitOffers'
				? Offered
				: C extends 'look'
					? Looked
					: null

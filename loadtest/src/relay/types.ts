/** What a line does to packets in one direction. What is not named is not done. */
export interface Impairment {
	/** One way. */
	delayMs?: number
	/** Evenly between none and this much more, for each packet by itself: they overtake one another, as in netem. */
	jitterMs?: number
	/** Share of the packets that vanish, 0 to 1, each by itself. */
	loss?: number
	/** Share that comes twice. */
	duplicate?: number
	/** Bits a second with the headers of IP and UDP. Everything through this relay shares it: one relay is one line. */
	rateBps?: number
	/** How long a packet may wait for the rate before the queue counts as full; 300 unless said. */
	queueMs?: number
	/** Nothing passes. What was under way before arrives. */
	outage?: boolean
}

/** `up` is from whoever speaks to the relay first (browsers, participants) to the door's upstream (the sfu). */
export interface Line {
	up: Impairment
	down: Impairment
}
export type Direction = keyof Line
/** Both directions alike, or each of those named; the other then stays as it is. */
export type Change = Impairment | Partial<Line>

/** From so many ms after the start, until the next. */
export type Phase = { atMs: number; change: Change }

export interface Address {
	host: string
	port: number
}

/** Packets to `listen` go to `upstream`, for each sender from a port of its own; port 0 takes a free one. */
export interface Door {
	listen: Address
	upstream: Address
}

export interface RelayOptions {
	doors?: Door[]
	/** Nothing is done to packets unless said. */
	line?: Change
	phases?: Phase[]
	/** The same seed and the same packets in the same order meet the same fate; 1 unless said. */
	seed?: number
}

export interface DirectionStats {
	seen: number
	passed: number
	bytes: number
	lost: number
	/** Came during an outage. */
	cut: number
	/** The rate's queue was full. */
	overflowed: number
	duplicated: number
	delayed: number
	/** How late the relay itself let delayed packets go, beyond what was asked: the mean and the worst. */
	lateMs: { mean: number; worst: number }
}

export interface RelayStats {
	up: DirectionStats
	down: DirectionStats
	/** Senders that came through, each with an upstream socket. */
	clients: number
	/** Share of one core since the start. */
	cpu: number
}

/** A relay in a thread of its own. `stop()` ends it and its sockets; safe to call twice. */
export interface Relay {
	/** Where the doors of the options listen, in their order. */
	doors: Address[]
	open(door: Door): Promise<Address>
	/** In force when it resolves. A schedule goes on nevertheless. */
	set(change: Change): Promise<void>
	stats(): Promise<RelayStats>
	stop(): Promise<void>
}

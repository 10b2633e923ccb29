import type { RoomPlan } from '../target/types.ts'

/** What a participant sends: recordings made by a real browser. */
export type VideoCodec = 'vp8' | 'vp9'

export interface OpenRoom {
	plan: RoomPlan
	origin: string
	video: VideoCodec | null
	audio: boolean
	/** A room that is not whole by then is a stuck join. */
	withinMs: number
}

/** One participant's way in, in milliseconds from the first byte sent. */
export interface Entry {
	role: 'host' | 'guest'
	/** Permission, socket, `join` answered. */
	joinedMs: number
	/** ICE and DTLS up in both directions. */
	connectedMs: number
	/**
	 * From the first guest's `call.enter` (on a rejoin from one's own first byte) to the first packet of the last stream of
	 * the others; null without media.
	 */
	firstMediaMs: number | null
}

export type RoomOutcome =
	| { ok: true; callId: string; entries: Entry[] }
	/** `step` is the one that did not end, `reason` a Problem's code or a sentence. */
	| {
			ok: false
			callId: string
			step: 'permission' | 'join' | 'connect' | 'produce' | 'live' | 'media'
			reason: string
	  }

/** Counted from the sequence numbers that travel inside the packets, never guessed. All are since the last sample. */
export interface StreamCounts {
	expected: number
	received: number
	lost: number
	duplicated: number
	reordered: number
}

/** Counts by bucket: `bounds[i]` is the upper bound in milliseconds, the last bucket takes the rest. */
export interface Histogram {
	bounds: readonly number[]
	counts: number[]
}

export interface GeneratorSample {
	/** Unix time in ms, and how long the sample covers. */
	atMs: number
	spanMs: number
	rooms: number
	participants: number
	sent: { packets: number; bytes: number }
	audio: StreamCounts
	video: StreamCounts
	/** One-way, from the send time inside each packet to its arrival; the clock is one machine's. */
	delay: Histogram
	/** Each generating process: its busiest thread's share of one core, and how late its ticks came (p99, ms). */
	processes: { pid: number; cpu: number; lateMs: number; memoryMb: number }[]
}

/** Synthetic participants in processes of their own. It owns them: `stop()` ends all. */
export interface Generator {
	openRooms(rooms: OpenRoom[]): Promise<RoomOutcome[]>
	/** The host ends the call, and everybody goes. */
	closeRooms(callIds: string[]): Promise<void>
	/** Everything is lost without a goodbye: sockets and transports are gone at once. */
	abandonRooms(callIds: string[]): Promise<void>
	/** All come back as browsers do, each after a random pause of up to `overMs`; media flows again or the room is stuck. */
	rejoinRooms(callIds: string[], overMs: number): Promise<RoomOutcome[]>
	sample(): Promise<GeneratorSample>
	stop(): Promise<void>
}

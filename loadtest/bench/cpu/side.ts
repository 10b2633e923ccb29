import type { Called } from './fork-for-calls.ts'
import type { GeneratorMethods } from './generator.ts'
import type { Outgoing } from './peers.ts'

/** The two generating processes: one holds what sends, the other what receives. */
export type Generators = {
	address: string
	sending: Called<GeneratorMethods>
	receiving: Called<GeneratorMethods>
}

/** One way of bringing the same packets from the senders to the receivers. */
export interface Side {
	/** The server's processes by what they are; empty when there is none. */
	pids: Record<string, number>
	/** Makes a room in which everybody hears and sees everybody else. The connections come up later. */
	openRoom(room: number, size: number): Promise<void>
	close(): Promise<void>
}

/** The name of a room's participant, and the streams it sends; SSRCs leave room for the RTX stream beside each. */
export function participant(room: number, seat: number): { name: string; outgoing: Outgoing[] } {
	const ssrc = 0x10000 + room * 100 + seat * 10
	const outgoing = [
		{ kind: 'audio' as const, mid: '0', ssrc },
		{ kind: 'video' as const, mid: '1', ssrc: ssrc + 4 },
	]
	return { name: `r${room}p${seat}`, outgoing }
}

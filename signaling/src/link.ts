import type { EventName } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import type { z } from 'zod'

/** Tells one browser one thing. */
export type Emit = <E extends EventName<SignalingProtocol>>(
	event: E,
	data: z.input<SignalingProtocol['events'][E]>,
) => void

/** What the domain sees of a socket. */
export type Link = {
	readonly emit: Emit
	/** Ends the socket once what was sent before has gone out. */
	readonly close: (code: number, reason: string) => void
}

import type { Rooms } from './rooms.ts'

export type Need = {
	/** A control connection has used this room and is still there. */
	controlled: boolean
	/** A browser is connected to it. */
	connected: boolean
	/** Any control connection is there at all. */
	anyControl: boolean
}

/**
 * Whether a room may live on. Who controls it keeps it. A running call is also kept by any control connection: signaling
 * may have come back and not asked for this room yet, and it would be wrong to cut people off for that. With no control
 * at all nobody could end the call any more, so it does not go on for ever.
 */
export function isNeeded({ controlled, connected, anyControl }: Need): boolean {
	return controlled || (connected && anyControl)
}

/** Closes the rooms that nobody has needed for the grace time; called several times within it, for it only looks. */
export function closeAbandoned(rooms: Rooms, options: { graceMs: number; nowMs: number; anyControl: boolean }): void {
	const { graceMs, nowMs, anyControl } = options
	for (const room of rooms.all) {
		const need = { controlled: room.isControlled, connected: room.isConnected, anyControl }
		room.aloneSinceMs = isNeeded(need) ? null : (room.aloneSinceMs ?? nowMs)
		if (room.aloneSinceMs !== null && nowMs - room.aloneSinceMs >= graceMs) rooms.close(room.id, 'abandoned')
	}
}

import { setLogEventListeners } from 'mediasoup'
import { pino } from 'pino'

export type Log = pino.Logger

/** JSON lines with the time in JST, as everything in Enshin logs; secrets never appear. */
export function createLog(level: string, nodeId: string): Log {
	return pino({
		level,
		base: { service: 'sfu', nodeId },
		timestamp: () => `,"time":"${inJst(Date.now())}"`,
		redact: ['secret', 'authorization', '*.secret', '*.authorization', '*.password', '*.controlSecret'],
	})
}

export function inJst(epochMs: number): string {
	return new Date(epochMs + 9 * 3_600_000).toISOString().replace('Z', '+09:00')
}

/** What mediasoup has to say, its workers' own lines included, goes where everything goes. */
export function logMediasoup(log: Log): void {
	setLogEventListeners({
		ondebug: undefined,
		// A refused request warns here; the one who asked hears of it too, so it is no more than a detail of that.
		onwarn: (namespace, line) => log.debug({ namespace }, line),
		onerror: (namespace, line, error) => log.error({ namespace, err: error }, line),
	})
}

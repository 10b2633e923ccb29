import { redactLine, tokyoStamp } from '@enshin/contracts/log-line.ts'
import { setLogEventListeners } from 'mediasoup'
import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** JSON lines with the time in JST, as everything in Enshin logs, without secrets and without people (log-line.ts). */
export function createLog(level: string, nodeId: string, destination?: DestinationStream): Log {
	const options = {
		level,
		base: { service: 'sfu', nodeId },
		timestamp: () => `,"time":"${tokyoStamp(Date.now())}"`,
		hooks: { streamWrite: redactLine },
	}
	return destination ? pino(options, destination) : pino(options)
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

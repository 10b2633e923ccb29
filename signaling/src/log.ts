import { redactLine, tokyoStamp } from '@enshin/contracts/log-line.ts'
import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** JSON lines with times in Japan's clock (+09:00), without secrets and without people (log-line.ts). */
export function createLog(level: string, base: Record<string, string>, destination?: DestinationStream): Log {
	const options = {
		level,
		base: { service: 'signaling', ...base },
		timestamp: () => `,"time":"${tokyoStamp(Date.now())}"`,
		hooks: { streamWrite: redactLine },
	}
	return destination ? pino(options, destination) : pino(options)
}

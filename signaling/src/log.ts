import { type Logger, pino } from 'pino'

export type Log = Logger

/** JSON lines with times in Japan's clock (+09:00); nothing that opens a door is ever written. */
export function createLog(level: string, base: Record<string, string>): Log {
	return pino({
		level,
		base: { service: 'signaling', ...base },
		timestamp: () => `,"time":"${inJapan(Date.now())}"`,
		redact: {
			paths: ['token', 'secret', 'password', 'authorization'].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
			censor: '[redacted]',
		},
	})
}

/** Japan has had no daylight saving time since 1951, so the offset is a constant. */
export function inJapan(ms: number): string {
	return new Date(ms + 9 * 3_600_000).toISOString().replace('Z', '+09:00')
}

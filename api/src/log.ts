import pino, { type Logger } from 'pino'

const jstOffsetMs = 9 * 60 * 60 * 1000

/** A moment as Japan's clocks show it, `2026-11-22T17:27:47.123+09:00`. */
export function jst(moment: Date): string {
	return `${new Date(moment.getTime() + jstOffsetMs).toISOString().slice(0, -1)}+09:00`
}

/** Nothing that opens a door is ever written, however deep an object carries it into a line. */
const secrets = ['password', 'token', 'secret', 'authorization', 'cookie', 'joinTokenPrivateKey', 'serviceSecret']
const redact = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`])

/** JSON lines on stdout (or `destination`), with JST timestamps. */
export function createLog(level: string, destination?: pino.DestinationStream): Logger {
	const options = {
		level,
		base: { service: 'api' },
		timestamp: () => `,"time":"${jst(new Date())}"`,
		formatters: { level: (label: string) => ({ level: label }) },
		redact,
	}
	return destination ? pino(options, destination) : pino(options)
}

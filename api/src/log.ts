import { DrizzleQueryError } from 'drizzle-orm'
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
		serializers: { err: describeError },
	}
	return destination ? pino(options, destination) : pino(options)
}

/**
 * An error without what it was about: a failed query's message holds its parameters, and Postgres's `detail` the row,
 * which may be a patient's. The query's text, the code and the stack tell enough.
 */
export function describeError(error: unknown): object {
	if (!(error instanceof Error)) return { type: typeof error }
	const { name, stack, cause } = error
	return {
		type: name,
		message: error instanceof DrizzleQueryError ? `failed query: ${error.query}` : error.message,
		...('code' in error && { code: error.code }),
		stack: stack?.split('\n').filter((line) => /^\s+at /.test(line)),
		...(cause !== undefined && { cause: describeError(cause) }),
	}
}

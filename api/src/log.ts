import { redactLine, tokyoStamp } from '@enshin/contracts/log-line.ts'
import { DrizzleQueryError } from 'drizzle-orm'
import pino, { type Logger } from 'pino'

/** JSON lines on stdout (or `destination`), with JST timestamps, without secrets and without people (log-line.ts). */
export function createLog(level: string, destination?: pino.DestinationStream): Logger {
	const options = {
		level,
		base: { service: 'api' },
		timestamp: () => `,"time":"${tokyoStamp(Date.now())}"`,
		formatters: { level: (label: string) => ({ level: label }) },
		hooks: { streamWrite: redactLine },
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

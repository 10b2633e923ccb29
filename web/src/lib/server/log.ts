import { redactLine, tokyoStamp } from '@enshin/contracts/log-line.ts'

/** One JSON line with Tokyo’s time, as the other services write: without secrets and without people (log-line.ts). */
export function logError(message: string, fields: { error: unknown } & Record<string, unknown>): void {
	const { error, ...rest } = fields
	const line = {
		level: 'error',
		time: tokyoStamp(Date.now()),
		service: 'web',
		...rest,
		err: describeError(error),
		msg: message,
	}
	console.error(redactLine(JSON.stringify(line)))
}

function describeError(error: unknown): object {
	if (!(error instanceof Error)) return { message: String(error) }
	const { name, message, stack, cause } = error
	return { type: name, message, stack, ...(cause !== undefined && { cause: describeError(cause) }) }
}

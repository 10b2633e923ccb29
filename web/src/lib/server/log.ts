/** One JSON line with Tokyo’s time, as the other services write; what people typed never goes in. */
export function logError(message: string, fields: { error: unknown } & Record<string, unknown>): void {
	const { error, ...rest } = fields
	const err =
		error instanceof Error
			? { type: error.name, message: error.message, stack: error.stack }
			: { message: String(error) }
	console.error(
		JSON.stringify({ level: 'error', time: tokyoTime(new Date()), service: 'web', ...rest, err, msg: message }),
	)
}

function tokyoTime(now: Date): string {
	return `${new Date(now.getTime() + 9 * 3_600_000).toISOString().slice(0, -1)}+09:00`
}

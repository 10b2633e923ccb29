/** From `startsAt` up to, and without, `endsAt`. */
export interface Interval {
	startsAt: Date
	endsAt: Date
}

export function formatInterval({ startsAt, endsAt }: Interval): string {
	return `[${startsAt.toISOString()},${endsAt.toISOString()})`
}

const bounds = /^\["?([^",]+)"?,"?([^",]+)"?\)$/

/** Reads a tstzrange as Postgres writes it, `["2026-11-22 00:00:00+00","2026-11-22 00:15:00+00")`. */
export function parseInterval(range: string): Interval {
	const found = bounds.exec(range)
	if (!found?.[1] || !found[2]) throw new TypeError(`not a bounded, half-open range of time: ${range}`)
	return { startsAt: parseMoment(found[1]), endsAt: parseMoment(found[2]) }
}

// Postgres writes `2026-11-22 00:00:00+00`; ISO 8601 wants a T, and minutes in the offset.
function parseMoment(text: string): Date {
	const at = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
	if (Number.isNaN(at.getTime())) throw new TypeError(`not a time: ${text}`)
	return at
}

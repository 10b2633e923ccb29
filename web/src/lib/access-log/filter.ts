import { type AccessLogFilter, accessLogFilter } from '@enshin/contracts/access-log.ts'

/** What the address asks for. A value that makes no sense is left out, so that an old link still shows something. */
export function readFilter(search: URLSearchParams): AccessLogFilter {
	const filter: Record<string, unknown> = {}
	for (const [name, schema] of Object.entries(accessLogFilter.shape)) {
		const parsed = schema.safeParse(search.get(name) || undefined)
		if (parsed.success && parsed.data !== undefined) filter[name] = parsed.data
	}
	return filter as AccessLogFilter
}

/** The address of the same page with another filter: names set to null are taken out. Paging starts anew. */
export function withFilter(
	filter: AccessLogFilter,
	changes: Partial<Record<keyof AccessLogFilter, string | null>>,
): string {
	const entries = Object.entries({ ...filter, ...changes }).filter(([, value]) => value !== null && value !== undefined)
	const query = new URLSearchParams(entries as [string, string][]).toString()
	return query === '' ? '/access-log' : `/access-log?${query}`
}

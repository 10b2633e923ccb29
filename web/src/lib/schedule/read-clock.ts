/**
 * A time as people type it, as `09:30`: `9:30`, `930`, `0930`, `9`, full-width digits and colon. Null when it is none.
 * A browser's own time field shows a.m. and p.m. wherever the browser is English, whatever the page is.
 */
export function readClock(typed: string): string | null {
	const text = typed.normalize('NFKC').replace(/\s+/g, '').replace('時', ':').replace('分', '')
	const [, hours, minutes] = text.match(/^(\d{1,2}):?(\d{2})?$/) ?? text.match(/^(\d{1,2}):$/) ?? []
	if (hours === undefined || Number(hours) > 23 || Number(minutes ?? 0) > 59) return null
	return `${hours.padStart(2, '0')}:${minutes ?? '00'}`
}

/** A moment as logs and reports show it: `2026-11-22T10:00:00+09:00`. */
export function inJapan(moment: Date): string {
	return `${new Date(moment.getTime() + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`
}

/** Cells that a spreadsheet would run as a formula begin with one of these (CWE-1236). */
const formula = /^[\s]*[=+\-@\t\r＝＋－＠]/u

/** One cell of CSV (RFC 4180) that a spreadsheet takes for text: a formula is disarmed by an apostrophe before it. */
export function csvCell(text: string): string {
	const safe = formula.test(text) ? `'${text}` : text
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Said first: without it Excel reads UTF-8 as Shift_JIS. */
export const byteOrderMark = '\uFEFF'

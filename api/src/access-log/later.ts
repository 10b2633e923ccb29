import { setImmediate } from 'node:timers/promises'

const rowsAtOnce = 20

/**
 * An answer whose cells are still closed. Opening a long list takes as long as a query; it goes on while the database
 * writes the entry, and nothing in it asks the database for anything.
 */
export class Later<T> {
	/** All at once. */
	readonly open: () => T
	/** In slices, with whatever arrives in between. */
	readonly openMeanwhile: () => Promise<T>

	constructor(open: () => T, openMeanwhile: () => Promise<T>) {
		this.open = open
		this.openMeanwhile = openMeanwhile
	}
}

/** A list to be opened later, row by row. */
export function later<Row, Opened>(rows: readonly Row[], open: (row: Row) => Opened): Later<Opened[]> {
	return new Later(
		() => rows.map(open),
		async () => {
			const opened: Opened[] = []
			for (let start = 0; start < rows.length; start += rowsAtOnce) {
				await setImmediate()
				opened.push(...rows.slice(start, start + rowsAtOnce).map(open))
			}
			return opened
		},
	)
}

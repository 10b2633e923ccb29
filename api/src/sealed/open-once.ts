import type { Id } from '@enshin/contracts/ids.ts'

/** For lists that have the same facility and the same few doctors in every row: each is opened once. */
export function openOnce<Row extends { id: Id }, Opened>(open: (row: Row) => Opened): (row: Row) => Opened {
	const opened = new Map<Id, Opened>()
	return (row) => {
		const known = opened.get(row.id)
		if (known !== undefined) return known
		const now = open(row)
		opened.set(row.id, now)
		return now
	}
}

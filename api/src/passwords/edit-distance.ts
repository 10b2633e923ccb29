/** Whether `most` insertions, removals and replacements make one of the other (Levenshtein). */
export function withinDistance(one: string, other: string, most: number): boolean {
	if (Math.abs(one.length - other.length) > most) return false
	let above = Array.from({ length: other.length + 1 }, (_, column) => column)
	for (let row = 1; row <= one.length; row++) {
		const line = [row]
		for (let column = 1; column <= other.length; column++) {
			const replaced = at(above, column - 1) + (one[row - 1] === other[column - 1] ? 0 : 1)
			line.push(Math.min(replaced, at(above, column) + 1, at(line, column - 1) + 1))
		}
		above = line
	}
	return at(above, other.length) <= most
}

/** The length of the longest piece that both have. */
export function longestCommonRun(one: string, other: string): number {
	let longest = 0
	let above: number[] = []
	for (const sign of one.split('')) {
		const line: number[] = []
		for (let column = 0; column < other.length; column++) {
			line.push(sign === other[column] ? (column > 0 ? at(above, column - 1) : 0) + 1 : 0)
			longest = Math.max(longest, at(line, column))
		}
		above = line
	}
	return longest
}

function at(line: readonly number[], column: number): number {
	return line[column] ?? 0
}

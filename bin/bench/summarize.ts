/** Median and interquartile range; an even count takes the middle of the two in the middle. */
export function summarize(values: readonly number[]): { median: number; low: number; high: number } {
	const sorted = values.toSorted((one, other) => one - other)
	const at = (share: number) => {
		const place = (sorted.length - 1) * share
		const [below, above] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN]
		return below + (above - below) * (place - Math.floor(place))
	}
	return { median: at(0.5), low: at(0.25), high: at(0.75) }
}

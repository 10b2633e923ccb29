/** A stretch of time as 「5:03」 or 「1:05:03」. Never negative: clocks may differ by a blink. */
export function durationText(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000))
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
	const two = (value: number) => String(value).padStart(2, '0')
	const rest = `${two(seconds % 60)}`
	return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`
}

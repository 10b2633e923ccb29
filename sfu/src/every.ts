/** Runs a task again and again, never before the last time is over; the function returned ends it. */
export function every(
	intervalMs: number,
	task: () => void | Promise<void>,
	onError: (error: unknown) => void,
): () => void {
	let running = false
	const timer = setInterval(async () => {
		if (running) return
		running = true
		try {
			await task()
		} catch (error) {
			onError(error)
		} finally {
			running = false
		}
	}, intervalMs)
	return () => clearInterval(timer)
}

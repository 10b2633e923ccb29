/**
 * True once `waiting` has been true for 300 ms without a pause: a quick answer never flickers. Call it while a component
 * is being made.
 */
export function slowOnce(waiting: () => boolean): { readonly current: boolean } {
	let slow = $state(false)
	$effect(() => {
		if (!waiting()) return
		const timer = setTimeout(() => {
			slow = true
		}, 300)
		return () => {
			clearTimeout(timer)
			slow = false
		}
	})
	return {
		get current() {
			return slow
		},
	}
}

import { navigating } from '$app/state'

const quickMs = 300

/**
 * True while the same page is on its way with other data for longer than a blink; SlowArrival covers the way to other
 * pages. For a component's initialisation.
 */
export function slowSwitch(): { readonly current: boolean } {
	let slow = $state(false)
	$effect(() => {
		if (navigating.to === null || navigating.to.route.id !== navigating.from?.route.id) return
		const timer = setTimeout(() => {
			slow = true
		}, quickMs)
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

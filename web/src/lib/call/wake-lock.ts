/** Keeps the screen on until the returned function is called. Browsers drop the lock with each hidden page: ask again. */
export function keepAwake(): () => void {
	let lock: WakeLockSentinel | null = null
	let over = false
	const ask = async () => {
		if (over || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
		// Refused with a low battery: then the screen does as it always does.
		lock = await navigator.wakeLock.request('screen').catch(() => null)
		if (over) void lock?.release()
	}
	const onVisible = () => void ask()
	document.addEventListener('visibilitychange', onVisible)
	void ask()
	return () => {
		over = true
		document.removeEventListener('visibilitychange', onVisible)
		void lock?.release()
	}
}

import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves as soon as the address answers 200; rejects when `signal` aborts. */
export async function untilHealthy(url: string, signal: AbortSignal): Promise<void> {
	while (true) {
		signal.throwIfAborted()
		try {
			const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]) })
			await response.body?.cancel()
			if (response.ok) return
		} catch {
			// Not listening yet.
		}
		await sleep(60)
	}
}

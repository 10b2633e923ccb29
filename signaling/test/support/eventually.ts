import { expect } from 'vitest'

/** What must become true soon. A busy machine may take its time; one that never gets there fails all the same. */
export const eventually = <T>(read: () => T, withinMs = 10_000) =>
	expect.poll(read, { timeout: withinMs, interval: 20 })

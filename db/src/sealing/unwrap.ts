import { createSecretKey, type KeyObject } from 'node:crypto'
import type { MasterKey, Wrapped } from './master-key.ts'
import { nameOf, type Owner } from './place.ts'

/** What a data key's wrapping is bound to: a wrapped key copied to another owner's row unwraps to nothing. */
export const wrappingOf = (owner: Owner, version: number) => `${nameOf(owner)}:${version}`

/** Unwraps a data key that was wrapped for this binding, or throws SealError. */
export type Unwrap = (key: Wrapped, binding: string) => KeyObject

export function unwrapBy(master: MasterKey): Unwrap {
	return (key, binding) => {
		const raw = master.unwrap(key, binding)
		const dataKey = createSecretKey(raw)
		raw.fill(0)
		return dataKey
	}
}

const keptMs = 60_000
const keptAtMost = 10_000

/**
 * The same, and it remembers for a minute: the next request for the same list has its keys at hand. By the wrapped bytes,
 * which the database is asked for each time: what was destroyed there is not found here either.
 */
export function remembering(unwrap: Unwrap): Unwrap {
	const known = new Map<string, { wrapped: Buffer; dataKey: KeyObject }>()
	return (key, binding) => {
		const remembered = known.get(binding)
		if (remembered?.wrapped.equals(key.wrapped)) return remembered.dataKey
		const dataKey = unwrap(key, binding)
		// None is kept longer than this, used or not; a timer that nobody waits for.
		if (known.size === 0) setTimeout(() => known.clear(), keptMs).unref()
		if (known.size < keptAtMost) known.set(binding, { wrapped: key.wrapped, dataKey })
		return dataKey
	}
}

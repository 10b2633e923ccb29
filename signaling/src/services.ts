import type { EndedAccess } from './access/ended-access.ts'
import type { CallRegistry } from './call/registry.ts'
import type { Timings } from './config.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { PresenceBoard } from './presence.ts'
import type { TokenVerifier } from './tokens.ts'
import type { Turnstile } from './turnstile.ts'

/** What every socket of this process shares. */
export type Services = {
	readonly calls: CallRegistry
	readonly presence: PresenceBoard
	readonly endedAccess: EndedAccess
	readonly tokens: TokenVerifier
	/** Whatever comes in crowds passes here: handshakes, entries, lost sockets. */
	readonly turnstile: Turnstile
	readonly timings: Timings
	readonly metrics: Metrics
	readonly log: Log
}

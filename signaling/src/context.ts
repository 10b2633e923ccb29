import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id, Locale } from '@enshin/contracts/ids.ts'
import type { Call } from './call/call.ts'
import type { Connection } from './connection.ts'
import type { Peer } from './peer.ts'
import type { Services } from './services.ts'

/** What a socket was let in as; `pending` while its `join`, `resume` or `watch` is being looked at. */
export type Admission =
	| { readonly as: 'nobody' | 'pending' }
	| { readonly as: 'peer'; readonly call: Call; readonly peer: Peer }
	| { readonly as: 'watcher'; readonly facilityId: Id }

/** What a handler works with: its socket, what that was let in as, and what all sockets share. */
export type Context = {
	readonly connection: Connection
	readonly services: Services
	admission: Admission
	/** For the sentences of Problems: the browser's wish first, then the person's. */
	locale: Locale
}

/** Throws `call.not_joined` for a watcher and for nobody. */
export function demandPeer({ admission }: Context): { call: Call; peer: Peer } {
	if (admission.as !== 'peer') throw new ProblemError('call.not_joined')
	const { call, peer } = admission
	// The socket of somebody who was replaced, left, or whose call ended may still say a word before it closes.
	if (call.isEnded) throw new ProblemError('call.ended')
	if (call.peers.get(peer.peerId) !== peer) throw new ProblemError('call.not_joined')
	return { call, peer }
}

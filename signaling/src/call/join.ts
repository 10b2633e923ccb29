import { ProblemError } from '@enshin/contracts/errors.ts'
import type { CallClaims } from '@enshin/contracts/join-token.ts'
import type { Link } from '../link.ts'
import { Peer } from '../peer.ts'
import { createSession } from '../session.ts'
import type { Call } from './call.ts'

/**
 * Brings a participant into a call. One who is in it already (a reload, another tab) is replaced: the earlier socket
 * closes, its session ends, and nobody sees two. Throws `call.ended`, and `join_token.invalid` for the other side's place.
 */
export function joinCall(call: Call, claims: CallClaims, link: Link): { peer: Peer; secret: string } {
	if (call.isEnded || claims.recorded.state === 'ended') throw new ProblemError('call.ended')
	const earlier = call.peers.get(claims.peerId)
	// Nobody changes sides within a call, least of all in the place of somebody who is in it.
	if (earlier && earlier.role !== claims.role) throw new ProblemError('join_token.invalid')
	earlier?.retire()
	const { session, secret } = createSession()
	const peer = new Peer(claims, session, link)
	call.peers.set(peer.peerId, peer)
	call.record.add({ type: 'peer_joined', by: peer.role, reason: earlier ? 'replaced' : null })
	call.tell(earlier ? 'peer.changed' : 'peer.joined', call.infoOf(peer), peer.peerId)
	call.noticePresence(peer.role)
	return { peer, secret }
}

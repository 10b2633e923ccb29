import type { Link } from '../link.ts'
import type { Peer } from '../peer.ts'
import type { Call } from './call.ts'

/** Puts a participant on another socket. Its media is not touched; the socket of before closes if it still seems open. */
export function resumeCall(call: Call, peer: Peer, link: Link): void {
	const wasLost = peer.link === null
	peer.attach(link)
	if (!wasLost) return
	call.record.add({ type: 'peer_joined', by: peer.role, reason: 'resumed' })
	call.tell('peer.changed', call.infoOf(peer), peer.peerId)
	call.noticePresence(peer.role)
}

import { closeCodes } from '@enshin/contracts/wire.ts'
import type { Link } from '../link.ts'
import type { Peer } from '../peer.ts'
import type { Call } from './call.ts'

/** A socket was lost. Its participant may resume within the grace time, and keeps place and media until then. */
export function loseSocket(call: Call, peer: Peer, link: Link): void {
	if (peer.link !== link || call.peers.get(peer.peerId) !== peer) return
	peer.lose(call.services.timings.graceMs, () => depart(call, peer, 'gone'))
	call.record.add({ type: 'peer_lost', by: peer.role })
	call.tellPeerChanged(peer.peerId)
	call.noticePresence(peer.role)
}

/** A participant goes, by its own wish or because the grace time is over. The same person may join again. */
export function depart(call: Call, peer: Peer, how: 'left' | 'gone'): void {
	if (call.peers.get(peer.peerId) !== peer) return
	call.peers.delete(peer.peerId)
	call.record.add({ type: 'peer_left', by: peer.role, reason: how === 'gone' ? 'timeout' : null })
	call.tell('peer.left', { peerId: peer.peerId })
	call.noticePresence(peer.role, how === 'left' ? 'left' : 'absent')
	call.media.dismiss(peer.peerId)
	setImmediate(() => peer.retire(closeCodes.left, 'left'))
}

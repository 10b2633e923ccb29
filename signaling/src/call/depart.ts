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

/** How a participant goes: by its own wish, because the grace time is over, or because it may not be here any more. */
export type Departure = 'left' | 'gone' | 'access_ended'

const recordedReasons = { left: null, gone: 'timeout', access_ended: 'access_ended' } as const

/** A participant goes; its session ends with it. Who may still enter may join again. */
export function depart(call: Call, peer: Peer, how: Departure): void {
	if (call.peers.get(peer.peerId) !== peer) return
	call.peers.delete(peer.peerId)
	call.record.add({ type: 'peer_left', by: peer.role, reason: recordedReasons[how] })
	call.tell('peer.left', { peerId: peer.peerId })
	call.noticePresence(peer.role, how === 'gone' ? 'absent' : 'left')
	call.media.dismiss(peer.peerId)
	setImmediate(() => {
		if (how === 'access_ended') peer.retire(closeCodes.accessEnded, 'access ended')
		else peer.retire(closeCodes.left, 'left')
	})
}

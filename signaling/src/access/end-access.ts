import { closeCodes } from '@enshin/contracts/wire.ts'
import { depart } from '../call/depart.ts'
import type { Services } from '../services.ts'
import { type Ended, isEnded } from './ended-access.ts'

/**
 * Somebody may no longer be here (account disabled or removed, person left, facility stopped, 代理 ended, signed out). Their sockets close with a code
 * that says so, their media is closed at the sfu, their sessions cannot resume, their tokens are refused. The others in
 * the call are told as of anybody who leaves. Doing it twice is doing it once.
 */
export function endAccess({ calls, presence, endedAccess, log }: Services, ended: Ended): void {
	endedAccess.add(ended)
	for (const call of calls.all)
		for (const peer of [...call.peers.values()]) {
			if (!isEnded(ended, peer.holder)) continue
			log.info({ callId: call.callId, role: peer.role }, 'access ended')
			depart(call, peer, 'access_ended')
		}
	for (const [link, watcher] of presence.watchers)
		if (isEnded(ended, watcher)) link.close(closeCodes.accessEnded, 'access ended')
}

import type { CallSnapshot } from '@enshin/contracts/call.ts'
import type { DataOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'

/**
 * 終了, by the host, for both: all are told, then their sockets close with 4002. Refused: `call.wrong_state` for
 * `completed` where they never met, and for `no_show` where they did.
 */
export function end(context: Context, { reason }: DataOf<SignalingProtocol, 'call.end'>): CallSnapshot {
	const { call, peer } = demandPeer(context)
	return call.apply({ type: 'end', by: peer.role, reason })
}

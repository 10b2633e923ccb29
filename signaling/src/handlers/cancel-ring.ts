import type { CallSnapshot } from '@enshin/contracts/call.ts'
import { type Context, demandPeer } from '../context.ts'

/** The host rings no more. Refused: `call.wrong_state` once they have met. */
export function cancelRing(context: Context): CallSnapshot {
	const { call, peer } = demandPeer(context)
	return call.apply({ type: 'cancelRing', by: peer.role })
}

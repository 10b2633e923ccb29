import type { CallSnapshot } from '@enshin/contracts/call.ts'
import { type Context, demandPeer } from '../context.ts'

/** 呼び出し, by the host. Refused: `call.guest_absent`, `call.wrong_state`. */
export function ring(context: Context): CallSnapshot {
	const { call, peer } = demandPeer(context)
	return call.apply({ type: 'ring', by: peer.role })
}

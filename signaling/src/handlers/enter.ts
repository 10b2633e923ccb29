import type { CallSnapshot } from '@enshin/contracts/call.ts'
import { type Context, demandPeer } from '../context.ts'

/** 入る, by the guest. Refused: `call.not_called`. */
export function enter(context: Context): CallSnapshot {
	const { call, peer } = demandPeer(context)
	return call.apply({ type: 'enter', by: peer.role })
}

import { depart } from '../call/depart.ts'
import { type Context, demandPeer } from '../context.ts'

/** Goes, for now: the same person may join again. The socket closes with 4004 after the reply. */
export function leave(context: Context): Record<string, never> {
	const { call, peer } = demandPeer(context)
	depart(call, peer, 'left')
	return {}
}

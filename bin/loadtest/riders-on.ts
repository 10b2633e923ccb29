import type { Target } from '../../loadtest/src/target/types.ts'
import { type Rider, rideAlong } from '../../web/bench/ride-along.ts'

/** Two real browsers, as two of the demo's people, on the stack under load: the truth about pictures beside the packets. */
export async function ridersOn({ origin, apiUrl }: Target, say: (line: string) => void): Promise<Rider> {
	say('two real browsers enter a consultation of their own')
	return await rideAlong({ webUrl: origin, apiUrl })
}

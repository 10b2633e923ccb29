import type { BareMethods } from '../../../sfu/bench/bare-worker.ts'
import { forkForCalls } from './fork-for-calls.ts'
import { openMediasoupRoom } from './mediasoup-room.ts'
import type { Generators, Side } from './side.ts'

/** A mediasoup worker driven by forty lines of code, with the same codecs and transports. */
export async function startBare(generators: Generators, workerBin: string): Promise<Side> {
	const bare = forkForCalls<BareMethods>(new URL('../../../sfu/bench/bare-worker.ts', import.meta.url))
	const worker = await bare.start(workerBin, generators.address)
	return {
		pids: { worker, node: bare.pid },
		openRoom: (room, size) => openMediasoupRoom(bare, generators, room, size),
		async close() {
			await bare.stop()
			bare.end()
		},
	}
}

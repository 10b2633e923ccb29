import type { startDirectPair } from './direct-pair.ts'
import type { CallTimes, startEnshinCalls } from './enshin-call.ts'

type Sides = {
	enshin: Pick<Awaited<ReturnType<typeof startEnshinCalls>>, 'measure'>
	direct: Pick<Awaited<ReturnType<typeof startDirectPair>>, 'measureMs'>
}

/** Both sides in turn, in the same Chromium; the first pair warms up both and is not counted. */
export async function compareJoins({ enshin, direct }: Sides, runs: number) {
	const ms = { enshin: [] as number[], direct: [] as number[], arrive: [] as number[] }
	for (let run = 0; run <= runs; run++) {
		const ours: CallTimes = await enshin.measure()
		const floor = await direct.measureMs()
		const told = `Enshin ${ours.enterMs.toFixed(0)} ms, direct ${floor.toFixed(0)} ms, in the waiting room after ${ours.arriveMs.toFixed(0)} ms`
		console.log(`${run === 0 ? 'warm-up' : `run ${run}`}: ${told}`)
		if (run === 0) continue
		ms.enshin.push(Math.round(ours.enterMs))
		ms.direct.push(Math.round(floor))
		ms.arrive.push(Math.round(ours.arriveMs))
	}
	return ms
}

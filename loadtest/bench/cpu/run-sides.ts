import { setTimeout as sleep } from 'node:timers/promises'
import { type Called, forkForCalls } from './fork-for-calls.ts'
import type { GeneratorMethods } from './generator.ts'
import { type Sample, sample } from './measure.ts'
import type { Generators, Side } from './side.ts'

export type Starters = Record<string, (generators: Generators) => Promise<Side>>
type Plan = { address: string; rooms: number; size: number; repeats: number; sampleMs: number }

type Running = { name: string; side: Side; generators: Generators }

/** All streams have sent their first keyframe by then. */
const warmUpMs = 2500

/**
 * Sets up every side with its own rooms and its own generating processes, then measures them in turn, A B C A B C, each
 * while the others hold still. `atTheEnd` may look at the servers before they go.
 */
export async function runSides(
	starters: Starters,
	plan: Plan,
	atTheEnd: () => void = () => {},
): Promise<Record<string, Sample[]>> {
	const running: Running[] = []
	try {
		for (const [name, start] of Object.entries(starters)) running.push(await setUp(name, start, plan))
		const samples: Record<string, Sample[]> = Object.fromEntries(running.map(({ name }) => [name, []]))
		for (let repeat = 0; repeat < plan.repeats; repeat++) {
			for (const { name, side, generators } of running) {
				const taken = await sample(generators, side, plan.size, plan.sampleMs)
				samples[name]?.push(taken)
			}
		}
		atTheEnd()
		return samples
	} finally {
		for (const { side, generators } of running) {
			await side.close()
			generators.sending.end()
			generators.receiving.end()
		}
	}
}

/** Starts a side and its generator, and opens its rooms: what it forwards has begun with a keyframe, and is held. */
async function setUp(name: string, start: Starters[string], { address, rooms, size }: Plan): Promise<Running> {
	const fork = (): Called<GeneratorMethods> => forkForCalls<GeneratorMethods>(new URL('generator.ts', import.meta.url))
	const generators = { address, sending: fork(), receiving: fork() }
	const side = await start(generators)
	for (let room = 0; room < rooms; room++) await side.openRoom(room, size)
	await Promise.all([generators.sending.connected(), generators.receiving.connected()])
	await generators.sending.start()
	await sleep(warmUpMs)
	await generators.sending.hold()
	return { name, side, generators }
}

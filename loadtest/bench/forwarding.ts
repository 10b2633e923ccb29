import { setTimeout as sleep } from 'node:timers/promises'
import { recordBench } from '../../bin/bench/record.ts'
import { forkForCalls } from './cpu/fork-for-calls.ts'
import type { GeneratorMethods } from './cpu/generator.ts'
import { type Sample, sample } from './cpu/measure.ts'
import { inNamespace } from './cpu/namespace.ts'
import { startProduct } from './cpu/product.ts'
import { ourWorker } from './cpu/worker.ts'

/**
 * How many packets a second one worker forwards before it loses one in a thousand: rooms of five are added until it does,
 * or until the generator has no more CPU. Then the worker's own CPU says what a whole core of it would forward.
 */
const [size, step, most, sampleMs] = [5, 4, 48, 4000]

type Step = { rooms: number; taken: Sample; rate: number; loss: number; cpu: number; perCore: number }

await inNamespace(import.meta.url, async (address) => {
	const fork = () => forkForCalls<GeneratorMethods>(new URL('cpu/generator.ts', import.meta.url))
	const generators = { address, sending: fork(), receiving: fork() }
	const side = await startProduct(generators, ourWorker())
	const steps: Step[] = []
	let isSaturated = false
	try {
		for (let rooms = step; rooms <= most && !isSaturated; rooms += step) {
			for (let room = rooms - step; room < rooms; room++) await side.openRoom(room, size)
			await Promise.all([generators.sending.connected(), generators.receiving.connected()])
			// The first time, everybody is sent a first keyframe.
			await sample(generators, side, size, 2500)
			const taken = await sample(generators, side, size, sampleMs)
			const rate = taken.received / taken.seconds
			const cpu = (taken.cpuMs.worker ?? 0) / 1000 / taken.seconds
			const loss = 1 - taken.received / taken.expected
			steps.push({ rooms, taken, rate, loss, cpu, perCore: rate / cpu })
			console.log(`${rooms} rooms of ${size}: ${inWords(steps.at(-1))}`)
			isSaturated = taken.generator.sending + taken.generator.receiving + cpu > 1.85
			if (loss >= 0.001 || cpu > 0.97) break
			await sleep(200)
		}
	} finally {
		await side.close()
		generators.sending.end()
		generators.receiving.end()
	}
	const good = steps.filter(({ loss }) => loss < 0.001)
	const best = good.at(-1)
	if (!best) throw new Error('Even the smallest load was not forwarded whole: is the machine busy with something else?')
	const wasLimit = best.cpu > 0.9
	const value = Math.round(wasLimit ? best.rate : best.perCore)
	recordBench({
		name: 'forwarding',
		measure: wasLimit
			? 'forwarded packets a second, one core, < 0.1 % loss'
			: 'forwarded packets a CPU second of the worker',
		against: "LiveKit's published 56,000 a vCPU, on other hardware (context only)",
		goal: '≥ 75000, then 100000',
		value,
		unit: 'packets/s',
		met: value >= 75_000,
		raw: { rooms: steps.map(({ rooms }) => rooms), 'packets/s': steps.map(({ rate }) => Math.round(rate)) },
		notes: [
			...steps.map((one) => `${one.rooms} rooms of ${size}: ${inWords(one)}`),
			wasLimit
				? 'The worker was the limit.'
				: 'The machine or the generator was full before the worker: not the server’s limit, but packets over its CPU time.',
		],
	})
})

function inWords(one: Step | undefined): string {
	if (!one) return ''
	const { taken, rate, loss, cpu, perCore } = one
	const generator = `generator ${taken.generator.sending.toFixed(2)} + ${taken.generator.receiving.toFixed(2)} cores`
	const late = `ticks late ${taken.generator.lateMs.toFixed(1)} ms`
	const core = `${Math.round(perCore)} a CPU second`
	return `${Math.round(rate)} packets/s out, ${(loss * 100).toFixed(3)} % lost, worker ${(cpu * 100).toFixed(0)} %, ${core}; ${generator}, ${late}`
}

import { recordBench } from '../../bin/bench/record.ts'
import { startBare } from './cpu/bare.ts'
import { betterJanus, compare, perPacket } from './cpu/compare.ts'
import { startJanus } from './cpu/janus.ts'
import { inNamespace } from './cpu/namespace.ts'
import { startProduct } from './cpu/product.ts'
import { runSides } from './cpu/run-sides.ts'
import { ourWorker } from './cpu/worker.ts'

/** As `cpu-2`, in rooms of five, where one packet in is four out. */
const plan = { rooms: 4, size: 5, repeats: 7, sampleMs: 2500 }

await inNamespace(import.meta.url, async (address) => {
	const worker = ourWorker()
	const sides = {
		product: (generators) => startProduct(generators, worker),
		bare: (generators) => startBare(generators, worker),
		'Janus, a thread each': (generators) => startJanus(generators, 0),
		'Janus, one loop': (generators) => startJanus(generators, 1),
	} satisfies Parameters<typeof runSides>[0]
	const samples = await runSides(sides, { ...plan, address })
	const how = `${plan.rooms} rooms, each side ${plan.repeats} times for ${plan.sampleMs / 1000} s, in turn, as in rooms of 2`
	const janus = betterJanus(samples)
	const measure = 'CPU a forwarded packet, rooms of 5, worker and Node'
	const whole = perPacket(samples, 'product')
	const bare = {
		name: 'cpu-5.with-node',
		against: 'bare worker',
		most: 1.15,
		theirs: perPacket(samples, 'bare', 'worker'),
	}
	const other = { name: 'cpu-5.janus', against: janus.against, most: 0.5, theirs: janus.cpu }
	recordBench(...[bare, other].map((reference) => compare({ measure, ours: whole, ...reference }, samples, how)))
})

import { recordBench } from '../../bin/bench/record.ts'
import { startBare } from './cpu/bare.ts'
import { betterJanus, compare, perPacket } from './cpu/compare.ts'
import { startJanus } from './cpu/janus.ts'
import { inNamespace } from './cpu/namespace.ts'
import { startProduct } from './cpu/product.ts'
import { startRelayed } from './cpu/relayed.ts'
import { runSides } from './cpu/run-sides.ts'
import { ourWorker } from './cpu/worker.ts'

/**
 * CPU a forwarded packet in rooms of two: the real sfu behind its control socket, against Janus's VideoRoom, against the
 * same worker driven by forty lines, and against a relay that only receives and sends.
 */
const plan = { rooms: 20, size: 2, repeats: 7, sampleMs: 2500 }

await inNamespace(import.meta.url, async (address) => {
	const worker = ourWorker()
	const sides = {
		product: (generators) => startProduct(generators, worker),
		bare: (generators) => startBare(generators, worker),
		'Janus, a thread each': (generators) => startJanus(generators, 0),
		'Janus, one loop': (generators) => startJanus(generators, 1),
		relay: startRelayed,
	} satisfies Parameters<typeof runSides>[0]
	const samples = await runSides(sides, { ...plan, address })
	const how =
		`${plan.rooms} rooms, each side ${plan.repeats} times for ${plan.sampleMs / 1000} s, in turn; Opus and VP8 as ` +
		'Chromium recorded them, SRTP with AEAD_AES_256_GCM everywhere but in the relay, which passes ciphered packets on'
	const measure = 'CPU a forwarded packet, rooms of 2'
	const ours = perPacket(samples, 'product', 'worker')
	const whole = perPacket(samples, 'product')
	const bare = perPacket(samples, 'bare', 'worker')
	const janus = betterJanus(samples)
	const of = (name: string, against: string, most: number, our: number[], theirs: number[], more = '') =>
		compare({ name: `cpu-2.${name}`, measure: measure + more, against, most, ours: our, theirs }, samples, how)
	recordBench(
		of('relay', 'raw UDP relay', 5, ours, perPacket(samples, 'relay'), ', worker'),
		of('worker', 'bare worker', 1.05, ours, bare, ', worker'),
		of('with-node', 'bare worker', 1.15, whole, bare, ', worker and Node'),
		of('janus', janus.against, 0.35, whole, janus.cpu, ', worker and Node'),
	)
})

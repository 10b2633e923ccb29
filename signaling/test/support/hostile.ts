import { randomUUID } from 'node:crypto'
import { signalingProtocol } from '@enshin/contracts/signaling.ts'
import fc from 'fast-check'
import { canAll, dtlsParameters, rtpParametersOf } from './rtp.ts'

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values)
const methods = Object.keys(signalingProtocol.requests)

/** Data that would be right for each request: what is spoiled starts from it, so that it comes far. */
const good: Record<string, unknown> = {
	join: { token: 'a.b.c' },
	resume: { sessionId: randomUUID(), secret: 'secret', mediaEpoch: 1 },
	watch: { token: 'a.b.c' },
	'call.end': { reason: 'completed' },
	'media.setCapabilities': { epoch: 1, rtpCapabilities: canAll },
	'media.connect': { direction: 'send', dtlsParameters },
	'media.restartIce': { direction: 'recv' },
	'media.produce': { source: 'camera', kind: 'video', rtpParameters: rtpParametersOf('video'), paused: false },
	'media.pauseProducer': { producerId: randomUUID() },
	'media.resumeProducer': { producerId: randomUUID() },
	'media.closeProducer': { producerId: randomUUID() },
	'media.resumeConsumers': { consumerIds: [randomUUID()] },
	'media.pauseConsumers': { consumerIds: [randomUUID()] },
	'media.setLayers': { consumerId: randomUUID(), layers: { spatialLayer: 1 } },
	'media.requestKeyframe': { consumerId: randomUUID() },
	'chat.send': { messageId: randomUUID(), text: 'はい' },
}

const goodFor = (method: string) => (Object.hasOwn(good, method) ? good[method] : {})

/** Values that have hurt parsers before. */
const nasty = fc.oneof(
	oneOf<unknown>(null, true, [], {}, '', ' ', '\0', '\ud800', '__proto__', 'constructor', 'x'.repeat(2_500)),
	oneOf<unknown>(0, -1, 0.5, 128, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 31), 1e300),
	fc.jsonValue({ maxDepth: 3 }),
)

type Edit = { where: number; how: 'replace' | 'remove' | 'add'; value: unknown }

/** A good value with some of its parts replaced, taken out or added to, somewhere in its depth. */
function spoil(value: unknown, edits: Edit[]): unknown {
	const copy: unknown = structuredClone(value)
	for (const { where, how, value } of edits) {
		const places = containers(copy)
		const place = places[where % places.length]
		if (!place) return value
		const keys = Object.keys(place)
		const key = keys[where % keys.length] ?? 'x'
		if (how === 'remove') Array.isArray(place) ? place.splice(Number(key), 1) : Reflect.deleteProperty(place, key)
		else if (how === 'replace') Reflect.set(place, key, structuredClone(value))
		else Array.isArray(place) ? place.push(structuredClone(value)) : Reflect.set(place, 'extra', structuredClone(value))
	}
	return copy
}

function containers(value: unknown): object[] {
	if (typeof value !== 'object' || value === null) return []
	return [value, ...Object.values(value).flatMap(containers)]
}

const edits = fc.array(
	fc.record({ where: fc.nat(10_000), how: oneOf('replace' as const, 'remove' as const, 'add' as const), value: nasty }),
	{ maxLength: 3 },
)
const id = fc.integer({ min: 0, max: 2 ** 31 })
const request = fc.record({ id, method: oneOf(...methods), edits }).map(({ id, method, edits }) => {
	return JSON.stringify({ kind: 'request', id, method, data: spoil(goodFor(method), edits) })
})
const wholeFrame = fc
	.record({ id, method: oneOf(...methods, 'nothing', '__proto__', 'constructor'), edits })
	.map((parts) => {
		return JSON.stringify(
			spoil({ kind: 'request', id: parts.id, method: parts.method, data: goodFor(parts.method) }, parts.edits),
		)
	})
const otherKinds = fc
	.oneof(
		fc.record({ kind: fc.constant('event'), event: oneOf('call.changed', 'x'), data: nasty }),
		fc.record({ kind: fc.constant('reply'), id, result: nasty }),
		fc.record({ kind: nasty, id: nasty, method: nasty, data: nasty }),
	)
	.map((value) => JSON.stringify(value))
const text = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 200 }),
	fc.json({ maxDepth: 4 }),
	oneOf(
		'',
		'{',
		'[]',
		'null',
		'"',
		'\u0000',
		`${'['.repeat(8_000)}${']'.repeat(8_000)}`,
		'{"kind":"request"}',
		'9e999',
	),
	oneOf('{"kind":"request","id":1,"method":"ping","data":{"__proto__":{"x":1}}}', '{"__proto__":{"kind":"request"}}'),
)

/** Any text a socket may send: requests in any order, nearly right ones, other frames, and no frames at all. */
export const anyFrame: fc.Arbitrary<string> = fc.oneof(
	{ weight: 6, arbitrary: request },
	{ weight: 2, arbitrary: wholeFrame },
	{ weight: 1, arbitrary: otherKinds },
	{ weight: 2, arbitrary: text },
)

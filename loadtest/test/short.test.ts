import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalStack, openLocalStack } from '../../bin/loadtest/local-stack.ts'
import { startGenerator } from '../src/generator/start-generator.ts'
import type { Generator, RoomOutcome } from '../src/generator/types.ts'
import { HostWatch } from '../src/measure/host.ts'
import { lossOf } from '../src/measure/moment.ts'
import { ProcessWatch } from '../src/measure/processes.ts'
import { problemsOf } from '../src/scenarios/outcome.ts'
import { look, openRooms, pause, type Run, watchFor } from '../src/scenarios/run.ts'
import { openTarget } from '../src/target/open-target.ts'

// The load test in short, through the whole stack: it fails on lost packets, a stuck join and what is left behind, and
// holds nobody to a speed. Its three parts build on one another, as a day does.
let stack: LocalStack
let generator: Generator
let run: Run
let atRest: Record<string, number>
const open: string[] = []

beforeAll(async () => {
	stack = await openLocalStack({ pairs: 12, own: true })
	const target = await openTarget(stack)
	generator = await startGenerator({ processes: 1, guard: { isAllowed: false, consent: null } })
	run = {
		target,
		generator,
		processes: new ProcessWatch(stack.pids),
		host: new HostWatch(),
		say: () => {},
		onMoment: () => {},
		signal: new AbortController().signal,
		startedAtMs: performance.now(),
		media: { video: 'vp9', audio: true },
		joinWithinMs: 30_000,
	}
	atRest = await counted()
}, 180_000)

afterAll(async () => {
	await generator?.stop()
	await stack?.stop()
}, 60_000)

/** What sfu and signaling say they hold. */
async function counted(): Promise<Record<string, number>> {
	const { signaling, sfus } = stack.metricsUrls
	const texts = await Promise.all([signaling, ...sfus].map(async (url) => (await fetch(url)).text()))
	const wanted = /^enshin_(sfu_(?:rooms|peers|producers|consumers)|signaling_connections) (\d+)$/gm
	return Object.fromEntries([...texts.join('\n').matchAll(wanted)].map(([, name, value]) => [name, Number(value)]))
}

const callIdsOf = (outcomes: RoomOutcome[]) => outcomes.flatMap((one) => (one.ok ? [one.callId] : []))

test('rooms of two and of three get whole, and every packet sent in them arrives', async () => {
	const outcomes = [...(await openRooms(run, 4, 2)), ...(await openRooms(run, 1, 3))]
	open.push(...callIdsOf(outcomes))
	expect(problemsOf(outcomes)).toEqual([])
	await pause(run, 1000)
	await look(run)
	const moments = await watchFor(run, 8000)
	expect(moments.reduce((sum, { expected }) => sum + expected, 0)).toBeGreaterThan(1000)
	expect(lossOf(moments)).toBeLessThanOrEqual(0.001)
	expect(moments.reduce((sum, { duplicated }) => sum + duplicated, 0)).toBe(0)
	// Each is there once, at sfu and signaling.
	expect(await counted()).toMatchObject({ sfu_rooms: 5, sfu_peers: 11, signaling_connections: 11 })
}, 120_000)

test('after all of them lost everything without a goodbye, all come back, and packets arrive again', async () => {
	await generator.abandonRooms(open)
	expect(problemsOf(await generator.rejoinRooms(open, 1000))).toEqual([])
	await pause(run, 1000)
	await look(run)
	const moments = await watchFor(run, 4000)
	expect(moments.at(-1)?.rooms).toBe(5)
	expect(moments.reduce((sum, { expected }) => sum + expected, 0)).toBeGreaterThan(500)
	expect(lossOf(moments)).toBeLessThanOrEqual(0.001)
}, 120_000)

test('visits that came and went leave nothing behind in sfu and signaling', async () => {
	for (let visit = 0; visit < 3; visit += 1) {
		const outcomes = await openRooms(run, 2, 2)
		expect(problemsOf(outcomes)).toEqual([])
		await generator.closeRooms(callIdsOf(outcomes))
	}
	await generator.closeRooms(open)
	await expect.poll(counted, { timeout: 20_000, interval: 250 }).toEqual(atRest)
	expect(atRest).toEqual({
		sfu_rooms: 0,
		sfu_peers: 0,
		sfu_producers: 0,
		sfu_consumers: 0,
		signaling_connections: 0,
	})
}, 120_000)

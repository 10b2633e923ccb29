import { expect, onTestFinished, test } from 'vitest'
import { startGenerator } from '../src/generator/start-generator.ts'
import type { Moment } from '../src/measure/moment.ts'
import { freeMediaPort } from '../src/relay/free-media-port.ts'
import { startRelay } from '../src/relay/start-relay.ts'
import type { Change } from '../src/relay/types.ts'
import { mediaFigures } from '../src/scenarios/figures.ts'
import { look, openRooms, pause, type Run } from '../src/scenarios/run.ts'
import { origin, runHouse } from './support/media-house.ts'

const enoughPackets = 6_000
const patienceMs = 60_000

/**
 * Real participants, sfu and signaling, all media through a relay: every packet crosses it twice, up to the sfu and down
 * from it, so faults are put on one way only. Gives what a report's table says.
 */
async function reportOf(line: Change) {
	const port = await freeMediaPort('127.0.0.1')
	const house = await runHouse({ ENSHIN_SFU_MEDIA_PORT: String(port), ENSHIN_SFU_ANNOUNCED_ADDRESS: '127.0.0.2' })
	const listen = { host: '127.0.0.2', port }
	const relay = await startRelay({ doors: [{ listen, upstream: { host: '127.0.0.1', port } }], line })
	onTestFinished(() => relay.stop())
	const generator = await startGenerator({ processes: 1 })
	onTestFinished(() => generator.stop())
	const run: Run = {
		target: {
			apiUrl: '',
			origin,
			bookRooms: async (count, roomSize) => Array.from({ length: count }, () => house.plan(roomSize)),
			bookers: () => Promise.reject(new Error('nobody books here')),
			close: async () => {},
		},
		generator,
		processes: { look: () => ({}) } as Run['processes'],
		host: { look: () => null } as Run['host'],
		say: () => {},
		onMoment: () => {},
		signal: new AbortController().signal,
		startedAtMs: performance.now(),
		media: { video: 'vp9', audio: true },
		joinWithinMs: 20_000,
	}
	expect((await openRooms(run, 4, 2)).filter(({ ok }) => !ok)).toEqual([])
	const figures = mediaFigures(await calmMoments(run))
	const stats = await relay.stats()
	// All of it went through: two transports of two people in four rooms.
	expect(stats.clients).toBe(16)
	const value = (name: string) => Number.parseFloat(figures.find((one) => one.name.startsWith(name))?.value ?? '')
	return { lossPercent: value('packets lost'), delayMs: value('one-way delay p50'), stats }
}

/**
 * Looks until enough was seen while the generator kept up, as it says itself: beside other tests the machine may stand
 * still for half a second, and whoever reads packets that late rightly calls them lost. Ends in any case.
 */
async function calmMoments(run: Run): Promise<Moment[]> {
	await pause(run, 1500)
	let before = await look(run)
	const calm: Moment[] = []
	const untilMs = performance.now() + patienceMs
	while (calm.reduce((sum, { expected }) => sum + expected, 0) < enoughPackets && performance.now() < untilMs) {
		await pause(run, 1000)
		const moment = await look(run)
		if (!moment.saturated && !before.saturated) calm.push(moment)
		before = moment
	}
	return calm
}

for (const way of ['down', 'up'] as const)
	test(`a line that drops 2 % and delays 40 ms on its way ${way} is reported as just that: nothing sent again hides it`, {
		timeout: 120_000,
	}, async () => {
		const { lossPercent, delayMs, stats } = await reportOf({ [way]: { loss: 0.02, delayMs: 40 } })
		expect(lossPercent).toBeGreaterThan(1.4)
		expect(lossPercent).toBeLessThan(2.6)
		// And it is what the relay says it did, to its packets of all kinds and times.
		expect(Math.abs(lossPercent - (100 * stats[way].lost) / stats[way].seen)).toBeLessThan(0.5)
		expect(delayMs).toBeGreaterThan(39.5)
		expect(delayMs).toBeLessThan(46)
	})

test('a line without faults is reported without loss or delay', { timeout: 120_000 }, async () => {
	const { lossPercent, delayMs } = await reportOf({})
	expect(lossPercent).toBeLessThan(0.05)
	expect(delayMs).toBeLessThan(10)
})

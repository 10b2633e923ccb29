import { connect } from 'node:net'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { startRelay } from '../src/relay/start-relay.ts'
import { startLine } from './support/echo-line.ts'

const lines: { stop: () => Promise<void> }[] = []
afterEach(async () => {
	for (const line of lines.splice(0)) await line.stop()
})

async function lineWith(...args: Parameters<typeof startLine>) {
	const line = await startLine(...args)
	lines.push(line)
	return line
}

/** What the quickest twentieth took at most. */
const quickest = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 20)]
const numbers = (list: { number: number }[]) => list.map(({ number }) => number)
const upTo = (count: number) => Array.from({ length: count }, (_, number) => number)

test('with nothing asked everything passes, in order and both ways, and is counted', async () => {
	const line = await lineWith({}, { echoes: true })
	await line.sendMany(2000)
	await expect.poll(() => line.returned.length).toBe(2000)
	expect(numbers(line.returned)).toEqual(upTo(2000))
	const { up, down, clients } = await line.relay.stats()
	expect([up.seen, up.passed, up.bytes, down.seen, down.passed, clients]).toEqual([2000, 2000, 200_000, 2000, 2000, 1])
})

test('2 % loss drops 2 %, the same packets for the same seed', async () => {
	const runs: number[][] = []
	for (const seed of [7, 7, 8]) {
		const line = await lineWith({ seed, line: { up: { loss: 0.02 } } })
		await line.sendMany(10_000)
		const dropped = async () => (await line.relay.stats()).up.lost
		await expect.poll(async () => line.arrived.length + (await dropped())).toBe(10_000)
		expect(await dropped()).toBeGreaterThan(150)
		expect(await dropped()).toBeLessThan(250)
		runs.push(numbers(line.arrived))
	}
	expect(runs[1]).toEqual(runs[0])
	expect(runs[2]).not.toEqual(runs[0])
})

test('40 ms of delay in one direction delay that direction by 40 ms, and keep the order', async () => {
	const line = await lineWith({ line: { up: { delayMs: 40 } } }, { echoes: true })
	await line.sendMany(400, { atOnce: 2, everyMs: 1 })
	await expect.poll(() => line.returned.length).toBe(400)
	expect(numbers(line.arrived)).toEqual(upTo(400))
	// The quickest are looked at: how late the others are says how busy the machine is.
	for (const list of [line.arrived, line.returned]) {
		expect(Math.min(...list.map(({ tookMs }) => tookMs))).toBeGreaterThan(39)
		expect(quickest(list.map(({ tookMs }) => tookMs))).toBeLessThan(45)
	}
	const { up, down } = await line.relay.stats()
	expect([up.delayed, down.delayed]).toEqual([400, 0])
})

test('jitter spreads packets as far as it says, and lets them overtake one another', async () => {
	const line = await lineWith({ line: { delayMs: 10, jitterMs: 30 } })
	await line.sendMany(300, { atOnce: 2, everyMs: 1 })
	await expect.poll(() => line.arrived.length).toBe(300)
	const took = line.arrived.map(({ tookMs }) => tookMs)
	expect(Math.min(...took)).toBeGreaterThan(9)
	expect(quickest(took)).toBeLessThan(15)
	expect(Math.max(...took)).toBeGreaterThan(36)
	expect(numbers(line.arrived)).not.toEqual(upTo(300))
})

test('a rate of 400 kbit/s passes 400 kbit/s, and drops what finds its queue full', async () => {
	const line = await lineWith({ line: { up: { rateBps: 400_000, queueMs: 100 } } })
	// 1000 bytes with their headers: 50 a second fit, 200 a second are sent.
	await line.sendMany(300, { bytes: 972, atOnce: 1, everyMs: 5 })
	await expect.poll(async () => line.arrived.length + (await line.relay.stats()).up.overflowed).toBe(300)
	const waited = Math.max(...line.arrived.map(({ tookMs }) => tookMs))
	expect(waited).toBeGreaterThan(90)
	expect(numbers(line.arrived)).toEqual(numbers(line.arrived).toSorted((one, other) => one - other))
	const { up } = await line.relay.stats()
	expect(up.overflowed).toBeGreaterThan(100)
	expect(up.passed * 20).toBeGreaterThan(1400)
})

test('during an outage nothing passes, in either direction; what was under way arrives, and afterwards all does', async () => {
	const line = await lineWith({ line: { delayMs: 100 } }, { echoes: true })
	const stats = () => line.relay.stats()
	await line.sendMany(10)
	await expect.poll(async () => (await stats()).up.seen).toBe(10)
	await line.relay.set({ outage: true })
	await expect.poll(() => line.arrived.length).toBe(10)
	await expect.poll(async () => (await stats()).down.cut).toBe(10)
	await line.sendMany(20)
	await expect.poll(async () => (await stats()).up.cut).toBe(20)
	await line.relay.set({})
	await line.sendMany(30)
	await expect.poll(() => line.returned.length).toBe(30)
	expect(numbers(line.arrived)).toEqual(upTo(60).filter((number) => number < 10 || number >= 30))
})

test('a schedule changes the line at its times, one direction or both', async () => {
	const outage = { atMs: 300, change: { up: { outage: true } } }
	const line = await lineWith({ phases: [outage, { atMs: 700, change: {} }] }, { echoes: true })
	line.send()
	await expect.poll(() => line.returned.length).toBe(1)
	const sending = setInterval(() => line.send(), 20)
	onTestFinished(() => clearInterval(sending))
	await expect.poll(async () => (await line.relay.stats()).up.cut).toBeGreaterThan(0)
	const before = line.arrived.length
	await expect.poll(() => line.arrived.length).toBeGreaterThan(before)
	expect((await line.relay.stats()).down.cut).toBe(0)
})

test('duplicates come twice, and are counted', async () => {
	const line = await lineWith({ line: { up: { duplicate: 0.5 } } })
	await line.sendMany(200)
	await expect.poll(async () => line.arrived.length - (await line.relay.stats()).up.duplicated).toBe(200)
	expect(line.arrived.length).toBeGreaterThan(250)
})

test('nothing gets around it over TCP, a door that is taken says so, and a stopped relay answers no more', async () => {
	const line = await lineWith({})
	const [door] = line.relay.doors
	if (!door) throw new Error('no door')
	const refused = new Promise((resolve) => connect(door.port, door.host).once('error', resolve))
	expect(await refused).toMatchObject({ code: 'ECONNREFUSED' })
	await expect(startRelay({ doors: [{ listen: door, upstream: door }] })).rejects.toThrow('EADDRINUSE')
	await line.relay.stop()
	await line.relay.stop()
	await expect(line.relay.stats()).rejects.toThrow('stopped')
})

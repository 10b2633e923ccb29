import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startGenerator } from '../src/generator/start-generator.ts'
import { total } from '../src/measure/histogram.ts'
import { origin, runHouse } from './support/media-house.ts'

type House = Awaited<ReturnType<typeof runHouse>>

async function runGenerator(processes: number) {
	const generator = await startGenerator({ processes })
	onTestFinished(() => generator.stop())
	return generator
}

const openRooms = (house: House, count: number) =>
	Array.from({ length: count }, () => {
		return { plan: house.plan(), origin, video: 'vp9', audio: true, withinMs: 20_000 } as const
	})

test('processes share the rooms, and what they count adds up', async () => {
	const house = await runHouse()
	const generator = await runGenerator(2)
	const outcomes = await generator.openRooms(openRooms(house, 3))
	expect(outcomes.filter(({ ok }) => ok)).toHaveLength(3)
	await generator.sample()
	await pause(1_500)
	const sample = await generator.sample()
	expect(sample).toMatchObject({ rooms: 3, participants: 6 })
	expect(sample.audio).toMatchObject({ lost: 0, duplicated: 0 })
	expect(sample.video).toMatchObject({ lost: 0, duplicated: 0 })
	expect(total(sample.delay)).toBe(sample.audio.received + sample.video.received)
	expect(sample.spanMs).toBeGreaterThan(1_400)
	expect(sample.processes).toHaveLength(2)
	for (const { cpu, memoryMb } of sample.processes) {
		expect(cpu).toBeGreaterThan(0)
		expect(memoryMb).toBeGreaterThan(10)
	}

	await generator.closeRooms(outcomes.map(({ callId }) => callId))
	expect(await generator.sample()).toMatchObject({ rooms: 0, participants: 0 })
	await expect
		.poll(async () => (await house.control.request('hello', {})).load, { timeout: 10_000 })
		.toMatchObject({ rooms: 0, peers: 0, producers: 0, consumers: 0 })
})

test('rooms abandoned are gone at once, and come back', async () => {
	const house = await runHouse()
	const generator = await runGenerator(1)
	const outcomes = await generator.openRooms(openRooms(house, 2))
	const callIds = outcomes.map(({ callId }) => callId)
	await generator.abandonRooms(callIds)
	expect(await generator.sample()).toMatchObject({ rooms: 0, participants: 0 })
	const back = await generator.rejoinRooms(callIds, 300)
	expect(back.filter(({ ok }) => ok)).toHaveLength(2)
	expect(await generator.sample()).toMatchObject({ rooms: 2, participants: 4 })
})

test('a process that is lost is said so, and its rooms did not simply become fewer', async () => {
	const house = await runHouse()
	const generator = await runGenerator(2)
	await generator.openRooms(openRooms(house, 2))
	const [lost] = (await generator.sample()).processes
	process.kill(lost?.pid ?? 0, 'SIGKILL')
	await expect
		.poll(() => generator.sample().catch(String), { timeout: 10_000 })
		.toMatch(/was lost \(SIGKILL\), with 1 room/)
})

test('a host that may not be loaded is not even spoken to', async () => {
	const house = await runHouse()
	house.state.signalingUrl = 'ws://192.0.2.1:9'
	const generator = await startGenerator({ processes: 1, guard: { isAllowed: false, consent: null } })
	onTestFinished(() => generator.stop())
	const [outcome] = await generator.openRooms(openRooms(house, 1))
	expect(outcome).toMatchObject({ ok: false, step: 'join', reason: expect.stringContaining('is not this machine') })
})

import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { percentile } from '../src/measure/histogram.ts'
import { Pacer } from '../src/participant/pacer.ts'
import { Room } from '../src/participant/room.ts'
import { SrtpPipe } from '../src/participant/srtp-pipe.ts'
import { Tally } from '../src/participant/tally.ts'
import { origin, runHouse } from './support/media-house.ts'

type House = Awaited<ReturnType<typeof runHouse>>

function makeRoom(house: House, roomSize = 2) {
	const ground = { pacer: new Pacer(), tally: new Tally(), sending: new Map(), guard: null }
	const plan = { plan: house.plan(roomSize), origin, video: 'vp8', audio: true, withinMs: 15_000 } as const
	const room = new Room(plan, ground)
	onTestFinished(() => room.abandon())
	/** Everything counted since the last call, once what is under way has arrived. */
	const counted = () => {
		for (const participant of room.participants) participant.count(performance.now())
		return ground.tally.take()
	}
	return { room, ground, counted }
}

test.for([2, 4])('in a room of %d everybody hears everybody, and no packet is lost or doubled', async (roomSize) => {
	const house = await runHouse()
	const { room, counted } = makeRoom(house, roomSize)
	const outcome = await room.open()
	expect(outcome).toMatchObject({ ok: true, callId: room.callId })
	if (process.env.SHOW) console.log(JSON.stringify(outcome))
	await pause(2_500)
	const { audio, video, sent, delay } = counted()
	if (process.env.SHOW) console.log(audio, video, sent, percentile(delay, 0.5), percentile(delay, 0.95))
	const streams = roomSize * (roomSize - 1)
	expect(audio).toMatchObject({ lost: 0, duplicated: 0 })
	expect(video).toMatchObject({ lost: 0, duplicated: 0 })
	// 50 packets of sound a second and stream, and more of picture.
	expect(audio.received).toBeGreaterThan(streams * 60)
	expect(video.received).toBeGreaterThan(streams * 60)
	expect(audio.received + video.received).toBe(delay.counts.reduce((sum, count) => sum + count, 0))
	expect(sent.packets).toBeGreaterThan(roomSize * 120)
	expect(percentile(delay, 0.5)).toBeLessThan(1_000)
})

test('when a room ends nothing of it stays open, here or there', async () => {
	const house = await runHouse()
	const { room } = makeRoom(house)
	expect(await room.open()).toMatchObject({ ok: true })
	expect(SrtpPipe.openCount).toBe(4)
	await room.end()
	expect(SrtpPipe.openCount).toBe(0)
	await expect
		.poll(async () => (await house.control.request('hello', {})).load, { timeout: 10_000 })
		.toMatchObject({ rooms: 0, peers: 0, producers: 0, consumers: 0 })
})

test('who is refused at the door says at which step, and why', async () => {
	const house = await runHouse()
	house.state.refuseWith = 'auth.forbidden'
	const { room } = makeRoom(house)
	expect(await room.open()).toEqual({ ok: false, callId: room.callId, step: 'permission', reason: 'auth.forbidden' })
	expect(SrtpPipe.openCount).toBe(0)
})

test('a room that lost everything comes back, and is heard again', async () => {
	const house = await runHouse()
	const { room, counted } = makeRoom(house)
	expect(await room.open()).toMatchObject({ ok: true })
	room.abandon()
	expect(room.isUp).toBe(false)
	expect(SrtpPipe.openCount).toBe(0)
	const outcome = await room.rejoin(200)
	expect(outcome).toMatchObject({ ok: true })
	counted()
	await pause(1_500)
	const { audio, video } = counted()
	expect(audio).toMatchObject({ lost: 0, duplicated: 0 })
	expect(video).toMatchObject({ lost: 0, duplicated: 0 })
	expect(video.received).toBeGreaterThan(60)
})

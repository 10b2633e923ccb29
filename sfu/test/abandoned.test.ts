import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { connectIce } from './support/ice.ts'
import { enter } from './support/participant.ts'
import { connect, eventually, heldBy, runSfu } from './support/sfu.ts'

/** Long enough to connect again within it on a busy machine. */
const graceMs = 1500

test('a room outlives its signaling by the grace time, and not longer', async () => {
	const sfu = await runSfu({ abandonedGraceMs: graceMs })
	const signaling = await connect(sfu.url)
	await enter(signaling, 'a', 'doctor')
	signaling.socket.terminate()
	const lostAtMs = performance.now()
	await eventually(() => heldBy(sfu.workers[0])).toEqual([])
	expect(performance.now() - lostAtMs).toBeGreaterThanOrEqual(graceMs)
})

test('a room that the next signaling opens again lives on, with all its media', async () => {
	const sfu = await runSfu({ abandonedGraceMs: graceMs })
	const before = await connect(sfu.url)
	const doctor = await enter(before, 'kept', 'doctor')
	const producerId = await doctor.produce('camera')
	await enter(before, 'left', 'doctor')
	before.socket.terminate()

	const after = await connect(sfu.url)
	expect((await after.request('hello', {})).roomIds).toEqual(['kept', 'left'])
	expect((await after.request('room.open', { roomId: 'kept' })).created).toBe(false)
	expect(await after.until('room.closed')).toEqual({ roomId: 'left', reason: 'abandoned' })
	await sleep(graceMs)
	expect((await after.request('hello', {})).roomIds).toEqual(['kept'])
	const { peers } = await after.request('room.stats', { roomId: 'kept' })
	expect(peers).toMatchObject([{ peerId: 'doctor', send: { producers: [{ producerId, source: 'camera' }] } }])
})

test('a room two signaling processes have used stays while either is there', async () => {
	const sfu = await runSfu({ abandonedGraceMs: graceMs })
	const [one, another] = [await connect(sfu.url), await connect(sfu.url)]
	await one.request('room.open', { roomId: 'a' })
	await another.request('room.open', { roomId: 'a' })
	one.socket.terminate()
	await sleep(1.5 * graceMs)
	expect((await another.request('hello', {})).roomIds).toEqual(['a'])
})

test('people who talk are not cut off when signaling is back but has not asked for their room yet', async () => {
	const sfu = await runSfu({ abandonedGraceMs: graceMs })
	const before = await connect(sfu.url)
	await connectIce((await enter(before, 'talking', 'doctor')).options.send)
	await before.until('transport.state')
	await enter(before, 'empty', 'doctor')
	before.socket.terminate()

	const after = await connect(sfu.url)
	await after.until('room.closed', ({ roomId }) => roomId === 'empty')
	await sleep(graceMs)
	expect((await after.request('hello', {})).roomIds).toEqual(['talking'])
	after.socket.terminate()
	await eventually(() => heldBy(sfu.workers[0])).toEqual([])
})

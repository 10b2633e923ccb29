import { once } from 'node:events'
import { mkdtemp, rm, symlink, unlink } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kill } from 'node:process'
import { workerBin as defaultWorkerBin } from 'mediasoup'
import { expect, onTestFinished, test } from 'vitest'
import { enter } from './support/participant.ts'
import { connect, eventually, heldBy, runSfu } from './support/sfu.ts'

test('a killed worker costs its own rooms alone, which are reported and can be opened again at once', async () => {
	const sfu = await runSfu({ workers: 2, heartbeatMs: 60_000 })
	const [control, another] = [await connect(sfu.url), await connect(sfu.url)]
	const rooms = ['a', 'b', 'c', 'd']
	for (const roomId of rooms) {
		const doctor = await enter(control, roomId, 'doctor')
		const patient = await enter(control, roomId, 'patient')
		await patient.consume(await doctor.produce('camera'))
	}
	const [victim, survivor] = sfu.workers
	const stayed = await heldBy(survivor)

	kill(Number(victim?.pid), 'SIGKILL')
	for (const listener of [control, another]) {
		await eventually(() => listener.toldOf('room.closed')).toHaveLength(2)
	}
	const lost = control.toldOf('room.closed').map((data) => (data as { roomId: string }).roomId)
	expect(control.toldOf('room.closed')).toEqual(lost.map((roomId) => ({ roomId, reason: 'worker_died' })))
	// One line for each room; nobody needs to hear of every stream that was in it.
	expect(control.told).toHaveLength(2)

	// The other worker takes them before a new one has even started.
	for (const roomId of lost) {
		expect((await control.request('room.open', { roomId })).created).toBe(true)
		await enter(control, roomId, 'doctor')
	}
	expect((await control.request('hello', {})).roomIds.toSorted()).toEqual(rooms)
	expect(await heldBy(survivor)).toEqual(expect.arrayContaining(stayed))

	await eventually(async () => (await control.request('hello', {})).load.workers.length).toBe(2)
	const { workers } = (await control.request('hello', {})).load
	expect(workers.map(({ pid }) => pid)).not.toContain(victim?.pid)
	expect(workers.map(({ pid }) => pid)).toContain(survivor?.pid)
})

test('the only worker is replaced on the same port; until then rooms are unavailable, and the node says so', async () => {
	const mediaPort = await freePort()
	const folder = await mkdtemp(join(tmpdir(), 'enshin-sfu-'))
	onTestFinished(() => rm(folder, { recursive: true }))
	// Where the worker's binary comes and goes, so that the time in between lasts as long as the test wants.
	const workerBin = join(folder, 'mediasoup-worker')
	await symlink(process.env.MEDIASOUP_WORKER_BIN ?? defaultWorkerBin, workerBin)
	const sfu = await runSfu({ mediaPort, workerBin })
	const control = await connect(sfu.url)
	const before = await enter(control, 'a', 'doctor')
	expect(before.options.send.iceCandidates.map(({ port }) => port)).toEqual([mediaPort, mediaPort])

	await unlink(workerBin)
	kill(Number(sfu.workers[0]?.pid), 'SIGKILL')
	await control.until('room.closed')
	await expect(control.request('room.open', { roomId: 'a' })).rejects.toMatchObject({ code: 'media.unavailable' })
	const health = await fetch(`${sfu.httpUrl}/health`)
	expect([health.status, await health.json()]).toEqual([503, expect.objectContaining({ workers: 0 })])

	await symlink(process.env.MEDIASOUP_WORKER_BIN ?? defaultWorkerBin, workerBin)
	await eventually(() => control.request('room.open', { roomId: 'a' }).catch(() => null)).not.toBeNull()
	const after = await enter(control, 'a', 'doctor')
	expect(after.options.send.iceCandidates.map(({ port }) => port)).toEqual([mediaPort, mediaPort])
	expect((await fetch(`${sfu.httpUrl}/health`)).status).toBe(200)
})

test('requests under way when their worker dies are answered', async () => {
	const sfu = await runSfu()
	const control = await connect(sfu.url)
	const doctor = await enter(control, 'a', 'doctor')
	const patient = await enter(control, 'a', 'patient')
	const camera = await doctor.produce('camera')
	const { roomId, peerId, rtpCapabilities } = patient
	kill(Number(sfu.workers[0]?.pid), 'SIGKILL')
	const asked = await Promise.allSettled([
		control.request('peer.open', { roomId, peerId: 'third' }),
		control.request('consumer.openMany', { roomId, peerId, producerIds: [camera], rtpCapabilities }),
		control.request('producer.pause', { roomId, peerId: 'doctor', producerId: camera }),
		control.request('transport.restartIce', { roomId, peerId, direction: 'send' }),
		control.request('room.open', { roomId: 'b' }),
		control.request('room.stats', { roomId }),
	])
	const codes = asked.map((result) => (result.status === 'rejected' ? result.reason.code : 'ok'))
	for (const code of codes) expect(['ok', 'media.unavailable', 'media.unknown']).toContain(code)
	expect(codes).toContain('media.unavailable')
})

test('a death while the node stops is no news', async () => {
	const sfu = await runSfu()
	const control = await connect(sfu.url)
	await control.request('room.open', { roomId: 'a' })
	const closing = sfu.close()
	kill(Number(sfu.workers[0]?.pid), 'SIGKILL')
	await closing
	expect(control.toldOf('room.closed')).toEqual([])
	expect(sfu.workers).toHaveLength(1)
})

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1')
	await once(server, 'listening')
	const { port } = server.address() as AddressInfo
	server.close()
	return port
}

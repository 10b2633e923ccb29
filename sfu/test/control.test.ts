import { maxControlFrameBytes, nodeLoad } from '@enshin/contracts/sfu.ts'
import { describe, expect, test } from 'vitest'
import { connect, eventually, runSfu, secret } from './support/sfu.ts'

describe('the control socket', () => {
	test.each([
		['no secret', ''],
		['a wrong one', 'Bearer not-the-secret-of-the-house'],
		['the right one with more behind it', `Bearer ${secret}!`],
	])('is refused with %s, before it is a socket', async (_, authorization) => {
		const sfu = await runSfu()
		await expect(connect(sfu.url, authorization)).rejects.toThrow('401')
	})

	test('says who it is and what it holds', async () => {
		const sfu = await runSfu({ nodeId: 'tokyo-1' })
		const control = await connect(sfu.url)
		await control.request('room.open', { roomId: 'a' })
		expect(await control.request('hello', {})).toMatchObject({
			nodeId: 'tokyo-1',
			roomIds: ['a'],
			load: { rooms: 1, peers: 0, workers: [{ pid: sfu.workers[0]?.pid, rooms: 1 }] },
		})
	})

	test('closes with 1009 on a frame too large, and leaves the others alone', async () => {
		const sfu = await runSfu()
		const [big, other] = [await connect(sfu.url), await connect(sfu.url)]
		big.socket.send(' '.repeat(maxControlFrameBytes + 1))
		expect(await big.closed).toBe(1009)
		await other.request('hello', {})
	})

	test('closes with 1008 on a frame in too many pieces', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		for (let piece = 0; piece < 20; piece++) control.socket.send('{', { fin: false })
		expect(await control.closed).toBe(1008)
	})

	test('closes with 1003 on a binary frame', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		control.socket.send(Buffer.from('{}'))
		expect(await control.closed).toBe(1003)
	})

	test('answers a client that speaks nonsense with a Problem, and goes on', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		control.socket.send('nonsense')
		control.socket.send('{"kind":"request","id":7,"method":"room.steal","data":{}}')
		control.socket.send('{"kind":"request","id":8,"method":"room.open","data":{"roomId":""}}')
		await control.request('hello', {})
		const problems = control.raw.slice(0, 3).map((text) => JSON.parse(text))
		expect(problems.map(({ id, result }) => [id, result.problem.code])).toEqual([
			[0, 'request.not_json'],
			[7, 'request.unknown'],
			[8, 'request.invalid'],
		])
	})

	test('cuts off a client that no longer answers pings, and keeps one that does', async () => {
		const sfu = await runSfu({ heartbeatMs: 100 })
		const [dead, alive] = [await connect(sfu.url), await connect(sfu.url)]
		dead.socket.pause()
		await eventually(async () => (await metrics(sfu.httpUrl)).enshin_sfu_control_connections).toBe(1)
		await alive.request('hello', {})
	})

	test('tells every signaling process what happens, and how busy the node is', async () => {
		const sfu = await runSfu({ loadIntervalMs: 50 })
		const [one, another] = [await connect(sfu.url), await connect(sfu.url)]
		await one.request('room.open', { roomId: 'a' })
		for (const control of [one, another]) {
			const load = await control.until('node.load', ({ rooms }) => rooms === 1)
			expect(nodeLoad.parse(load)).toMatchObject({ rooms: 1, peers: 0, producers: 0, consumers: 0 })
			expect(load.workers[0]?.cpu).toBeGreaterThanOrEqual(0)
		}
	})

	test('is told 1012 when the node stops', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		await control.request('room.open', { roomId: 'a' })
		await sfu.close()
		expect(await control.closed).toBe(1012)
		expect(control.toldOf('room.closed')).toEqual([])
		expect(sfu.workers.every(({ subprocessClosed }) => subprocessClosed)).toBe(true)
	})
})

describe('over http', () => {
	test('/health says ready, and with how many workers', async () => {
		const sfu = await runSfu({ nodeId: 'tokyo-1', workers: 2 })
		const response = await fetch(`${sfu.httpUrl}/health`)
		expect(response.status).toBe(200)
		expect(await response.json()).toEqual({ status: 'ok', nodeId: 'tokyo-1', workers: 2 })
	})

	test('/metrics counts rooms, and requests by method and outcome', async () => {
		const sfu = await runSfu()
		const control = await connect(sfu.url)
		await control.request('room.open', { roomId: 'a' })
		await control.request('room.open', { roomId: 'b' })
		await control.request('room.close', { roomId: 'b' })
		await control.request('room.stats', { roomId: 'b' }).catch(() => undefined)
		expect(await metrics(sfu.httpUrl)).toMatchObject({
			enshin_sfu_rooms: 1,
			enshin_sfu_workers: 1,
			enshin_sfu_worker_deaths_total: 0,
			'enshin_sfu_rooms_closed_total{reason="asked"}': 1,
			'enshin_sfu_request_seconds_count{method="room.open",outcome="ok"}': 2,
			'enshin_sfu_request_seconds_count{method="room.stats",outcome="media.unknown"}': 1,
		})
	})

	test.each([
		['GET', '/', 404],
		['POST', '/health', 405],
	])('%s %s is %i', async (method, path, status) => {
		const sfu = await runSfu()
		expect((await fetch(sfu.httpUrl + path, { method })).status).toBe(status)
	})
})

async function metrics(httpUrl: string): Promise<Record<string, number>> {
	const text = await (await fetch(`${httpUrl}/metrics`)).text()
	const lines = text.split('\n').filter((line) => line && !line.startsWith('#'))
	return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { closeAbandoned } from './abandoned.ts'
import type { SfuConfig } from './config.ts'
import { ControlServer } from './control.ts'
import { every } from './every.ts'
import { type Asking, handlers } from './handlers.ts'
import { createHttpServer } from './http.ts'
import { createLog, logMediasoup } from './log.ts'
import { lookForSilence } from './look-for-silence.ts'
import { createMetrics, timed } from './metrics.ts'
import { OutOfReach } from './out-of-reach.ts'
import { Rooms } from './rooms.ts'
import { nodeLoad } from './stats.ts'
import type { Tell } from './tell.ts'
import { WorkerPool } from './workers.ts'

/** How often every stream is looked at; a look costs 5 µs in its worker and some 30 here. */
const silenceIntervalMs = 1000

export type Sfu = {
	/** Where signaling connects, `ws://127.0.0.1:3003`; /health and /metrics are there under http. */
	url: string
	close(): Promise<void>
}

/**
 * Starts a media node: its workers, then its control port. It owns all it starts, and `close` ends it from the outside
 * in: no more requests, then the rooms, then the workers. Idempotent.
 */
export async function startSfu(config: SfuConfig): Promise<Sfu> {
	const log = createLog(config.logLevel, config.nodeId)
	logMediasoup(log)
	const pool = await WorkerPool.start(config, log)

	const tell: Tell = (event, data) => control.tell(event, data)
	const rooms = new Rooms(pool, tell, log)
	const load = () => nodeLoad(rooms, pool)
	const metrics = createMetrics({ load, rooms, pool, controlConnections: () => control.connections })
	const health = () => {
		const workers = pool.alive.length
		return { status: workers > 0 ? ('ok' as const) : ('unavailable' as const), nodeId: config.nodeId, workers }
	}
	const server = createHttpServer(health, metrics.register)
	const control = new ControlServer<Asking>(server, {
		secret: config.controlSecret,
		heartbeatMs: config.heartbeatMs,
		handlers: timed(handlers, metrics.requests, log),
		contextOf: (connection) => ({ nodeId: config.nodeId, rooms, load, connection }),
		log,
	})

	const outOfReach = new OutOfReach((err) => log.error({ err }, 'a peer out of reach could not be held or released'))
	const routine = (intervalMs: number, task: () => void | Promise<void>) =>
		every(intervalMs, task, (err) => log.error({ err }, 'a routine failed'))
	const routines = [
		routine(config.loadIntervalMs, async () => {
			await pool.measure()
			tell('node.load', load())
		}),
		routine(silenceIntervalMs, () => lookForSilence(rooms, (peer) => outOfReach.suspect(peer))),
		routine(Math.max(20, Math.min(5000, config.abandonedGraceMs / 4)), () => {
			const anyControl = control.connections > 0
			closeAbandoned(rooms, { graceMs: config.abandonedGraceMs, nowMs: performance.now(), anyControl })
		}),
	]

	async function stop(): Promise<void> {
		for (const end of routines) end()
		outOfReach.close()
		pool.retire()
		server.close()
		await control.close()
		server.closeAllConnections()
		rooms.closeAll()
		await pool.close()
		log.info('sfu stopped')
	}
	let stopped: Promise<void> | undefined
	const close = () => {
		stopped ??= stop()
		return stopped
	}

	try {
		server.listen(config.port, config.host)
		await once(server, 'listening')
	} catch (error) {
		await close()
		throw error
	}
	const { address, family, port } = server.address() as AddressInfo
	const url = `ws://${family === 'IPv6' ? `[${address}]` : address}:${port}`
	log.info({ url, workers: pool.alive.map((worker) => worker.process.pid) }, 'sfu ready')
	return { url, close }
}

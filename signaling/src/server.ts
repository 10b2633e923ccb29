import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { preferredLocale } from '@enshin/contracts/errors.ts'
import type { Locale } from '@enshin/contracts/ids.ts'
import { maxFragments, maxFrameBytes } from '@enshin/contracts/wire.ts'
import { type WebSocket, WebSocketServer } from 'ws'
import { accept } from './accept.ts'
import { endAccess } from './access/end-access.ts'
import { EndedAccess } from './access/ended-access.ts'
import { CallRegistry } from './call/registry.ts'
import { joinCluster } from './cluster/join-cluster.ts'
import { defaultTimings, type SignalingConfig } from './config.ts'
import type { Connection } from './connection.ts'
import { handlers } from './handlers/index.ts'
import { answerHttp } from './http.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { PresenceBoard } from './presence.ts'
import { Reporter } from './reporter.ts'
import type { Services } from './services.ts'
import { SfuPool } from './sfu-pool.ts'
import { timed } from './timed.ts'
import { createTokenVerifier } from './tokens.ts'
import { Turnstile } from './turnstile.ts'
import { isAllowedOrigin, originOf, refuseUpgrade } from './upgrade.ts'

const serviceRestart = 1012
/** Made here and not in the handshake: a listener made there would keep its request for as long as the socket lives. */
const ignore = () => {}

/**
 * Starts signaling and resolves once it listens; sfu, api and database may still be away. `close` tells every browser,
 * ends the sockets, and leaves the rooms on the sfu running for the process that takes over.
 */
export async function startSignaling(config: SignalingConfig): Promise<{ url: string; close: () => Promise<void> }> {
	const timings = { ...defaultTimings, ...config.timings }
	const log = createLog(config.logLevel, { node: config.nodeId })
	const tokens = await createTokenVerifier(config.joinTokenPublicKey, config.nodeId)
	const connections = new Set<Connection>()
	const allowedOrigins = new Set(config.allowedOrigins)
	const presence = new PresenceBoard()
	const reporter = new Reporter({ apiUrl: config.apiUrl, secret: config.serviceSecret, log })
	const pool = new SfuPool({
		urls: config.sfuUrls,
		secret: config.sfuControlSecret,
		timeoutMs: timings.sfuRequestMs,
		goneAfterMs: timings.nodeGoneAfterMs,
		log,
	})
	const calls = new CallRegistry(
		{ pool, reporter, timings, log, onChanged: (call) => presence.update(call.presence()) },
		({ callId }) => presence.forget(callId),
	)
	const metrics = createMetrics({
		connections: () => connections.size,
		callStates: () => calls.all.map(({ facts }) => facts.state),
		pendingEvents: () => reporter.pending,
		sfuNodesUp: () => pool.nodes.filter(({ isUp }) => isUp).length,
	})
	const endedAccess = new EndedAccess()
	const turnstile = new Turnstile()
	const services: Services = { calls, presence, endedAccess, tokens, turnstile, timings, metrics, log }
	const timedHandlers = timed(handlers, metrics.requests, log)
	let closing: Promise<void> | null = null

	const health = () => {
		if (closing) return null
		const sfu = pool.nodes.map(({ nodeId, isUp }) => ({ nodeId, up: isUp }))
		return { status: 'ok', node: config.nodeId, sfu, calls: calls.all.length, connections: connections.size }
	}
	// Node looks for slow headers every 30 s by default, whatever the timeout says.
	const http = createServer(
		{ headersTimeout: 3_000, requestTimeout: 5_000, keepAliveTimeout: 5_000, connectionsCheckingInterval: 500 },
		(request, response) => answerHttp(request, response, { health, registry: metrics.registry }),
	)
	const sockets = new WebSocketServer({
		noServer: true,
		maxPayload: maxFrameBytes,
		maxFragments,
		perMessageDeflate: false,
		clientTracking: false,
	})
	/** Apart from the handshake for the same reason. */
	function serve(ws: WebSocket, locale: Locale): void {
		const connection = accept(ws, locale, services, timedHandlers)
		connections.add(connection)
		ws.on('close', () => connections.delete(connection))
	}
	http.on('upgrade', (request, socket, head) => {
		if (closing) return refuseUpgrade(socket, '503 Service Unavailable')
		if (!isAllowedOrigin(request.headers.origin, allowedOrigins)) {
			log.warn({ origin: originOf(request) }, 'handshake refused')
			metrics.refusedUpgrades.inc()
			return refuseUpgrade(socket, '403 Forbidden')
		}
		// Nobody else listens until its turn has come; a socket that ended meanwhile is dropped then.
		socket.on('error', ignore)
		turnstile.pass(() => {
			const locale = preferredLocale(request.headers['accept-language'])
			sockets.handleUpgrade(request, socket, head, (ws) => serve(ws, locale))
		})
	})

	const timers = [
		setInterval(() => {
			const nowMs = Date.now()
			for (const connection of connections) connection.checkLiveness(nowMs, timings)
		}, timings.pingEveryMs),
		setInterval(() => {
			tokens.sweep()
			endedAccess.sweep()
			calls.sweep()
		}, timings.sweepEveryMs),
		setInterval(() => calls.tellQueues(), timings.queueEveryMs),
	]

	await new Promise<void>((resolve, reject) => {
		http.once('error', reject)
		http.listen(config.port, config.host, resolve)
	})
	const { port } = http.address() as AddressInfo
	const url = `ws://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
	log.info({ url, port }, 'signaling listens')

	const cluster = config.databaseUrl
		? joinCluster({
				databaseUrl: config.databaseUrl,
				nodeId: config.nodeId,
				url: config.publicUrl ?? url,
				callCount: () => calls.all.filter(({ peers }) => peers.size > 0).length,
				board: presence,
				pool,
				onAccessEnded: (ended) => endAccess(services, ended),
				log,
			})
		: null

	async function stop(): Promise<void> {
		await cluster?.close()
		for (const timer of timers) clearInterval(timer)
		for (const connection of connections) {
			// Spread, or a thousand browsers would meet the next process in the same moment.
			connection.emit('server.closing', {
				retryAfterMs: Math.floor(Math.random() * Math.min(5_000, connections.size * 5)),
			})
			connection.close(serviceRestart, 'restart')
		}
		calls.leaveRunning()
		await reporter.close(timings.closeWithinMs)
		pool.close()
		for (const connection of connections) connection.terminate()
		http.closeAllConnections()
		await new Promise((resolve) => http.close(resolve))
		log.info('signaling stopped')
	}

	return {
		url,
		close: () => {
			closing ??= stop()
			return closing
		},
	}
}

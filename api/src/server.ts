import type { AddressInfo } from 'node:net'
import { openDatabase } from '@enshin/db/client.ts'
import { connect } from '@enshin/db/connection.ts'
import { createAdaptorServer } from '@hono/node-server'
import { createSignInLimits } from './accounts/sign-in-limits.ts'
import { createApp } from './app.ts'
import { createTokenSigner } from './calls/sign-token.ts'
import type { Config } from './config.ts'
import { createLog } from './log.ts'

/** A slow client holds a connection, and nothing else: heads are due within 5 s, whole requests within 15 s. */
const timeouts = {
	headersTimeout: 5_000,
	requestTimeout: 15_000,
	connectionsCheckingInterval: 1_000,
	// Longer than the clients' own, so that it is never us who close a connection just as it is used again.
	keepAliveTimeout: 75_000,
}
/** Requests under way get this long to finish when api stops. */
const stopGraceMs = 10_000

export type RunningApi = { url: string; close: () => Promise<void> }

/** Listens once it resolves. The caller closes it; that ends the requests under way, then the database's connections. */
export async function startApi(config: Config, log = createLog(config.logLevel)): Promise<RunningApi> {
	const database = openDatabase({ url: config.databaseUrl, name: 'api' })
	// A client of its own: drizzle changes the one it is given, and a busy pool must not hold up the limits.
	const limitsClient = connect({ url: config.databaseUrl, name: 'api sign-in limits', max: 2 })
	const app = createApp({
		db: database.db,
		log,
		limits: createSignInLimits(limitsClient),
		signaling: { sign: await createTokenSigner(config.joinTokenPrivateKey), fallbackUrl: config.signalingUrl },
		serviceSecret: config.serviceSecret,
	})
	const server = createAdaptorServer({ fetch: app.fetch, serverOptions: timeouts })
	const closeDatabase = () => Promise.all([database.close(), limitsClient.end({ timeout: 5 })])
	try {
		await listen(server, config)
	} catch (error) {
		await closeDatabase()
		throw error
	}
	const { address, family, port } = server.address() as AddressInfo
	const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
	log.info({ url }, 'api listens')
	let closing: Promise<void> | undefined
	const close = () => {
		closing ??= stopListening(server)
			.then(closeDatabase)
			.then(() => log.info('api stopped'))
		return closing
	}
	return { url, close }
}

type Server = ReturnType<typeof createAdaptorServer>

function listen(server: Server, { host, port }: Config): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject)
		server.listen(port, host, () => {
			server.off('error', reject)
			resolve()
		})
	})
}

function stopListening(server: Server): Promise<void> {
	return new Promise((resolve) => {
		const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), stopGraceMs)
		server.close(() => {
			clearTimeout(cut)
			resolve()
		})
		if ('closeIdleConnections' in server) server.closeIdleConnections()
	})
}

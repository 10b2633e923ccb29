import type { AddressInfo } from 'node:net'
import { readConfig } from './config.ts'
import { createWebServer, type PageHandler } from './listener.ts'

// Serves the built pages (`vite build`). adapter-node's own server would send files without our headers, and take any Host.
const build = new URL('../build/handler.js', import.meta.url).href

try {
	const config = readConfig(process.env)
	const { handler } = (await import(build)) as { handler: PageHandler }
	const server = createWebServer(handler, config)
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject)
		server.listen(config.port, config.host, resolve)
	})
	const { address, port } = server.address() as AddressInfo
	console.log(`web listens on ${address}:${port}, for ${config.origin}`)

	const stop = () => {
		server.close(() => process.exit(0))
		// A connection whose last request has just finished would otherwise be kept for a next one that nobody hears.
		setInterval(() => server.closeIdleConnections(), 100)
		server.closeIdleConnections()
		setTimeout(() => server.closeAllConnections(), config.stopGraceMs)
	}
	process.once('SIGTERM', stop).once('SIGINT', stop)
} catch (error) {
	console.error(error instanceof Error ? error.message : error)
	process.exit(1)
}

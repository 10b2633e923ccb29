import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Relay {
	/** The database's address, with the relay's port in the place of its own. */
	url: string
	/** Cuts every connection: `reset` as by a server that crashed (RST), `end` as by one that went in order (FIN). */
	cut: (how: 'reset' | 'end') => void
	/** From now on each connection is taken and ended at once, as by a pooler whose database is away. */
	hangUp: () => void
	close: () => Promise<void>
}

/** A way to the database that a test can cut at a moment of its choice, without touching the server. */
export async function startRelay(databaseUrl: string): Promise<Relay> {
	const target = new URL(databaseUrl)
	const clients = new Set<Socket>()
	let hangingUp = false
	const server = createServer((client) => {
		clients.add(client)
		client.on('error', () => undefined)
		client.once('close', () => clients.delete(client))
		if (hangingUp) return void client.resume().end()
		const database = connect(Number(target.port), target.hostname)
		database.on('error', () => undefined)
		client.pipe(database).pipe(client)
		// Whichever side is lost takes the other along.
		client.once('close', () => database.destroy())
		database.once('close', () => client.destroy())
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const url = new URL(databaseUrl)
	url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
	return {
		url: url.href,
		cut: (how) => {
			for (const client of clients) how === 'reset' ? client.resetAndDestroy() : client.end()
		},
		hangUp: () => {
			hangingUp = true
		},
		close: async () => {
			for (const client of clients) client.destroy()
			server.close()
			await once(server, 'close')
		},
	}
}

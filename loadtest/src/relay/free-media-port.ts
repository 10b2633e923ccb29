import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ports that kernels give to outgoing connections, which would take it before the sfu does. */
const from = 20_000
const count = 12_000
const attempts = 50

/** A port free on this address for UDP and TCP: for an sfu that is to listen where a relay expects it. */
export async function freeMediaPort(host: string): Promise<number> {
	for (let attempt = 0; attempt < attempts; attempt++) {
		const port = from + Math.floor(Math.random() * count)
		if (await isFree(host, port)) return port
	}
	throw new Error(`No port of ${host} is free for media.`)
}

async function isFree(host: string, port: number): Promise<boolean> {
	const [udp, tcp] = [createSocket('udp4'), createServer()]
	try {
		const listening = Promise.all([once(udp, 'listening'), once(tcp, 'listening')])
		udp.bind(port, host)
		tcp.listen(port, host)
		await listening
		return true
	} catch {
		return false
	} finally {
		await Promise.allSettled([new Promise<void>((done) => udp.close(done)), new Promise((done) => tcp.close(done))])
	}
}

import { createServer } from 'node:net'

const everyAddress = ['127.0.0.1', '::1', '0.0.0.0', '::']
const absent = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])

function canListen(host: string, port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer()
		server.once('error', (error: NodeJS.ErrnoException) => resolve(absent.has(error.code ?? '')))
		server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
	})
}

/** Whether nobody listens on this TCP port, on any of the addresses that `localhost` may mean to a browser. */
export async function isFree(port: number): Promise<boolean> {
	for (const host of everyAddress) if (!(await canListen(host, port))) return false
	return true
}

/** The first port from `wanted` on that is free, with the `count - 1` after it, and not in `taken`. */
export async function nextFree(wanted: number, taken: ReadonlySet<number>, count = 1): Promise<number> {
	let run = 0
	for (let port = wanted; port < wanted + 500 && port <= 65_535; port++) {
		run = !taken.has(port) && (await isFree(port)) ? run + 1 : 0
		if (run === count) return port - count + 1
	}
	throw new Error(`No free port between ${wanted} and ${wanted + 500}.`)
}

/**
 * Any free port. Not the kernel's own choice: that comes from the range of outgoing connections, where another process
 * can take it between our asking and the service's listening.
 */
export function anyFree(taken: ReadonlySet<number>): Promise<number> {
	return nextFree(20_000 + Math.floor(Math.random() * 11_000), taken)
}

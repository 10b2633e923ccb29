import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A TCP connection's other end that can be taken away and given back while the server behind it lives on. */
export async function runRelay(target: string) {
	const { hostname, port } = new URL(target)
	const open = new Set<Socket>()
	let isCut = false
	const server = createServer((near) => {
		if (isCut) return void near.destroy()
		const far = connect(Number(port), hostname)
		for (const socket of [near, far]) {
			open.add(socket)
			socket.on('error', () => {})
			socket.on('close', () => {
				open.delete(socket)
				near.destroy()
				far.destroy()
			})
		}
		near.pipe(far).pipe(near)
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const cut = () => {
		isCut = true
		for (const socket of open) socket.destroy()
	}
	const mend = () => {
		isCut = false
	}
	onTestFinished(() => {
		cut()
		server.close()
	})
	return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, cut, mend }
}

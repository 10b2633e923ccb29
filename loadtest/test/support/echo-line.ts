import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { startRelay } from '../../src/relay/start-relay.ts'
import type { RelayOptions } from '../../src/relay/types.ts'

/** A packet's number and when it was sent, as `performance.now` counts. */
type Arrival = { number: number; tookMs: number }

/** One sender, the relay, and one receiver that notes what comes; with `echoes` it sends everything back. */
export async function startLine(options: Omit<RelayOptions, 'doors'>, { echoes = false } = {}) {
	const [sender, receiver] = await Promise.all([bound(), bound()])
	const upstream = { host: '127.0.0.1', port: receiver.address().port }
	const relay = await startRelay({ ...options, doors: [{ listen: { host: '127.0.0.2', port: 0 }, upstream }] })
	const [door] = relay.doors
	const arrived: Arrival[] = []
	const returned: Arrival[] = []
	const note = (list: Arrival[]) => (packet: Buffer) =>
		list.push({ number: packet.readUInt32BE(0), tookMs: performance.now() - packet.readDoubleBE(4) })
	receiver.on('message', note(arrived))
	if (echoes) receiver.on('message', (packet, { address, port }) => receiver.send(packet, port, address))
	sender.on('message', note(returned))
	let sent = 0
	const send = (bytes = 100) => {
		const packet = Buffer.alloc(bytes)
		packet.writeUInt32BE(sent++, 0)
		packet.writeDoubleBE(performance.now(), 4)
		sender.send(packet, door?.port, door?.host)
	}

	return {
		relay,
		arrived,
		returned,
		send,
		/** So many, a few at a time: a socket's buffer is not what is tested. */
		sendMany: async (count: number, { bytes = 100, everyMs = 0, atOnce = 50 } = {}) => {
			for (let done = 0; done < count; done += atOnce) {
				for (let one = 0; one < Math.min(atOnce, count - done); one++) send(bytes)
				await pause(everyMs)
			}
		},
		stop: async () => {
			await relay.stop()
			sender.close()
			receiver.close()
		},
	}
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function bound(): Promise<Socket> {
	const socket = createSocket('udp4')
	const listening = once(socket, 'listening')
	socket.bind(0, '127.0.0.1')
	await listening
	socket.setRecvBufferSize(4 * 1024 * 1024)
	return socket
}

import { createHmac, randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { crc32 } from 'node:zlib'
import type { TransportOptions } from '@enshin/contracts/media.ts'
import { onTestFinished } from 'vitest'

const attribute = (type: number, value: Buffer) => {
	const head = Buffer.alloc(4)
	head.writeUInt16BE(type, 0)
	head.writeUInt16BE(value.length, 2)
	return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)])
}

const uint32 = (value: number) => {
	const bytes = Buffer.alloc(4)
	bytes.writeUInt32BE(value >>> 0)
	return bytes
}

/**
 * The one packet by which a browser reaches a transport (RFC 8445, 7.2.4): a STUN binding request that nominates its pair.
 * It makes ICE real in a test without a browser; DTLS would follow, and stays away.
 */
function bindingRequest(usernameFragment: string, password: string): Buffer {
	const attributes = [
		attribute(0x0006, Buffer.from(`${usernameFragment}:test`)),
		attribute(0x0024, uint32(0x6e7f00ff)),
		attribute(0x802a, randomBytes(8)),
		attribute(0x0025, Buffer.alloc(0)),
	]
	// Each seal covers a header that counts it in already.
	const message = (body: Buffer, more: number) => {
		const head = Buffer.from([0, 1, 0, 0])
		head.writeUInt16BE(body.length + more, 2)
		return Buffer.concat([head, uint32(0x2112a442), transactionId, body])
	}
	const transactionId = randomBytes(12)
	const plain = Buffer.concat(attributes)
	const seal = createHmac('sha1', password).update(message(plain, 24)).digest()
	const sealed = Buffer.concat([plain, attribute(0x0008, seal)])
	const fingerprint = uint32(crc32(message(sealed, 8)) ^ 0x5354554e)
	return message(Buffer.concat([sealed, attribute(0x8028, fingerprint)]), 0)
}

/** Connects ICE to a transport over UDP; resolves when the sfu has answered. */
export async function connectIce({ iceParameters, iceCandidates }: TransportOptions): Promise<void> {
	const udp = iceCandidates.find(({ protocol }) => protocol === 'udp')
	const socket = createSocket('udp4')
	onTestFinished(() => void socket.close())
	const answer = new Promise<Buffer>((resolve) => socket.once('message', resolve))
	const { usernameFragment, password } = iceParameters
	socket.send(bindingRequest(String(usernameFragment), String(password)), Number(udp?.port), String(udp?.address))
	const answered = (await answer).readUInt16BE(0)
	if (answered !== 0x0101) throw new Error(`refused: ${answered.toString(16)}`)
}

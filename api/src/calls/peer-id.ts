import { createHash } from 'node:crypto'
import type { Id } from '@enshin/contracts/ids.ts'

/**
 * The participant's id, the same at every join of one person to one call, so that a reload replaces and never doubles. A
 * UUID of version 8 (RFC 9562, 5.8) from a hash: no row to write, and it tells the other side nothing of the person.
 */
export function peerIdOf(callId: Id, personId: Id): Id {
	const bytes = createHash('sha256').update(`enshin peer\n${callId}\n${personId}`).digest().subarray(0, 16)
	bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
	bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
	const hex = bytes.toString('hex')
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

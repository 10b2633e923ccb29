import { id } from '@enshin/contracts/ids.ts'
import { expect, test } from 'vitest'
import { peerIdOf } from './peer-id.ts'

const callId = '0195d0a0-0000-7000-8000-000000000001'
const personId = '0195d0a0-0000-7000-8000-000000000002'
const other = '0195d0a0-0000-7000-8000-000000000003'

test('a person has one peer id in a call, another in the next, and nobody else has it', () => {
	expect(peerIdOf(callId, personId)).toBe(peerIdOf(callId, personId))
	const ids = [peerIdOf(callId, personId), peerIdOf(callId, other), peerIdOf(other, personId)]
	expect(new Set(ids).size).toBe(3)
	for (const peerId of ids) expect(id.safeParse(peerId).success).toBe(true)
})

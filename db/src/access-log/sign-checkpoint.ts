import {
	createHash,
	createPrivateKey,
	createPublicKey,
	type JsonWebKey,
	type KeyObject,
	sign,
	verify,
} from 'node:crypto'
import { type ChainHead, type Checkpoint, checkpoint } from '@enshin/contracts/access-log.ts'
import { parseJson } from './parse-json.ts'

/** An Ed25519 key in the form of a JWK (RFC 8037), as the environment carries it. */
export type CheckpointSigner = { keyId: string; sign: (text: string) => string }
export type CheckpointKey = { keyId: string; isSigned: (text: string, signature: string) => boolean }

/** Said first, so that what is signed here can never pass for anything else that the same key signs. */
const checkpoints = 'enshin-checkpoint/1\n'

/** `domain` for what is no checkpoint. */
export function checkpointSigner(privateJwk: JsonWebKey, domain = checkpoints): CheckpointSigner {
	const key = ed25519(createPrivateKey({ key: privateJwk, format: 'jwk' }))
	return {
		keyId: keyIdOf(createPublicKey(key)),
		sign: (text) => sign(null, Buffer.from(domain + text), key).toString('base64url'),
	}
}

/** From the public half; a private one will do. */
export function checkpointKey(jwk: JsonWebKey, domain = checkpoints): CheckpointKey {
	const key = ed25519(createPublicKey({ key: jwk, format: 'jwk' }))
	return {
		keyId: keyIdOf(key),
		isSigned: (text, signature) => {
			const bytes = Buffer.from(signature, 'base64url')
			// The last character has bits to spare: of the spellings of one signature, ours alone counts.
			if (bytes.toString('base64url') !== signature) return false
			return verify(null, Buffer.from(domain + text), key, bytes)
		},
	}
}

function ed25519(key: KeyObject): KeyObject {
	if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('The key of the checkpoints must be Ed25519.')
	return key
}

/** RFC 7638, shortened: enough to tell our keys apart. */
function keyIdOf(key: KeyObject): string {
	const { crv, kty, x } = key.export({ format: 'jwk' })
	return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url').slice(0, 16)
}

export type Unsigned = { at: string; prev: string; chains: readonly ChainHead[] }

/** One line of the file, without its end. Chains stand in the order of their ids, members in this one. */
export function signCheckpoint(signer: CheckpointSigner, { at, prev, chains }: Unsigned): string {
	const text = canonical({ at, prev, chains, keyId: signer.keyId })
	return `${text.slice(0, -1)},"signature":"${signer.sign(text)}"}`
}

/** What the line says, or why it is not believed. */
export function readCheckpoint(line: string, keys: readonly CheckpointKey[]): Checkpoint | 'unreadable' | 'unsigned' {
	const parsed = checkpoint.safeParse(parseJson(line))
	if (!parsed.success) return 'unreadable'
	const key = keys.find(({ keyId }) => keyId === parsed.data.keyId)
	const text = canonical(parsed.data)
	// The line's hash is in the next one, so every byte of it counts, and not its members alone.
	const whole = line === `${text.slice(0, -1)},"signature":"${parsed.data.signature}"}`
	return whole && key?.isSigned(text, parsed.data.signature) ? parsed.data : 'unsigned'
}

export const hashOfLine = (line: string): string => createHash('sha256').update(line, 'utf8').digest('hex')

function canonical({ at, prev, chains, keyId }: Unsigned & { keyId: string }): string {
	const inOrder = chains
		.map(({ chain, seq, hash }) => ({ chain, seq, hash }))
		.sort((one, other) => (one.chain < other.chain ? -1 : 1))
	return JSON.stringify({ at, prev, chains: inOrder, keyId })
}

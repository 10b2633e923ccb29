import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Secrets {
	/** Between api and those who ask it, signaling and web. */
	serviceSecret: string
	/** Between signaling and sfu. */
	sfuControlSecret: string
	/** Ed25519, as JWK JSON: the api signs join tokens with the private key, signaling checks them with the public one. */
	joinTokenPrivateKey: string
	joinTokenPublicKey: string
	/** Ed25519, as JWK JSON: signs where the access log stands, and certificates of disposal. */
	checkpointKey: string
	/** Of the roles that the services use at the database. */
	databasePassword: string
}

function createSecrets(): Secrets {
	const { privateKey, publicKey } = generateKeyPairSync('ed25519')
	const checkpoint = generateKeyPairSync('ed25519')
	return {
		serviceSecret: randomBytes(32).toString('base64url'),
		sfuControlSecret: randomBytes(32).toString('base64url'),
		joinTokenPrivateKey: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: 'EdDSA' }),
		joinTokenPublicKey: JSON.stringify({ ...publicKey.export({ format: 'jwk' }), alg: 'EdDSA' }),
		checkpointKey: JSON.stringify({ ...checkpoint.privateKey.export({ format: 'jwk' }), alg: 'EdDSA' }),
		databasePassword: randomBytes(24).toString('base64url'),
	}
}

/** The secrets of this installation: made at the first start, readable by their owner only, the same ever after. */
export function loadSecrets(file: string): Secrets {
	try {
		const known = JSON.parse(readFileSync(file, 'utf8'))
		const secrets = { ...createSecrets(), ...known }
		// What an earlier version did not know yet is made now.
		if (Object.keys(secrets).length > Object.keys(known).length) write(file, secrets, 'w')
		return secrets
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new Error(`Cannot read ${file}: ${error}`)
	}
	const secrets = createSecrets()
	mkdirSync(dirname(file), { recursive: true })
	write(file, secrets, 'wx')
	return secrets
}

function write(file: string, secrets: Secrets, flag: 'w' | 'wx'): void {
	writeFileSync(file, `${JSON.stringify(secrets, null, '\t')}\n`, { mode: 0o600, flag })
}

import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { closeBox, openBox } from './box.ts'
import { SealError } from './seal-error.ts'

/** A data key as the database keeps it. */
export interface Wrapped {
	wrapped: Buffer
	/** The version of the master key that wrapped it. */
	masterKeyId: string
}

/** What wraps the data keys, and is never in the database. A hardware module or a key service could stand behind it. */
export interface MasterKey {
	/** Wraps a 32-byte data key under the current version, bound to what it is for. */
	wrap(dataKey: Buffer, binding: string): Wrapped
	/** Throws SealError: `unknown_version` for a master key we do not have, `does_not_open` for anything altered. */
	unwrap(key: Wrapped, binding: string): Buffer
	/** The version that wraps now. */
	currentId(): string
	/** A 32-byte key for a use of its own; the same for ever, across versions. */
	derive(use: string): Buffer
}

/** The secrets themselves, as the key file has them. */
export interface MasterKeyMaterial {
	/** Wraps what is new. */
	current: string
	/** 32 bytes each, by their ids. */
	keys: Map<string, Buffer>
	/** 32 bytes. Does not change with the versions: every blind index in the database hangs on it. */
	indexSecret: Buffer
}

const dataKeyBytes = 32
const format = Buffer.from([1])

/** A new version's id: random, so that two files that went different ways never call two keys by one name. */
const newMasterKeyId = () => `mk-${randomBytes(6).toString('hex')}`

export function newMasterKeyMaterial(): MasterKeyMaterial {
	const id = newMasterKeyId()
	return { current: id, keys: new Map([[id, randomBytes(32)]]), indexSecret: randomBytes(32) }
}

/** The same, with one more version, which is now the current one. */
export function withNewVersion(material: MasterKeyMaterial): MasterKeyMaterial {
	const id = newMasterKeyId()
	return { ...material, current: id, keys: new Map([...material.keys, [id, randomBytes(32)]]) }
}

/** A master key from secrets at hand. `read` is asked at each use, so that a file behind it may change meanwhile. */
export function masterKeyOf(read: (wanted?: string) => MasterKeyMaterial): MasterKey {
	const parsed = new WeakMap<Buffer, KeyObject>()
	const keyObject = (id: string, material: MasterKeyMaterial) => {
		const raw = material.keys.get(id)
		if (!raw) throw new SealError('unknown_version', `master key ${id}`)
		const key = parsed.get(raw) ?? createSecretKey(raw)
		parsed.set(raw, key)
		return key
	}
	const bound = (id: string, binding: string) => JSON.stringify(['data key', binding, id])
	return {
		wrap(dataKey, binding) {
			if (dataKey.length !== dataKeyBytes) throw new Error('A data key has 32 bytes')
			const material = read()
			const id = material.current
			return { wrapped: closeBox(keyObject(id, material), format, bound(id, binding), dataKey), masterKeyId: id }
		},
		unwrap({ wrapped, masterKeyId }, binding) {
			const key = keyObject(masterKeyId, read(masterKeyId))
			const dataKey = openBox(key, format.length, bound(masterKeyId, binding), wrapped)
			if (wrapped[0] !== format[0] || dataKey?.length !== dataKeyBytes)
				throw new SealError('does_not_open', `the wrapped key of ${binding}`)
			return dataKey
		},
		currentId: () => read().current,
		derive: (use) => Buffer.from(hkdfSync('sha256', read().indexSecret, '', use, 32)),
	}
}

/** HMAC-SHA-256 of a text. */
export const authenticate = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

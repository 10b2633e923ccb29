import type { MasterKeyMaterial } from './master-key.ts'

const format = 'enshin-master-key/1'
const secretBytes = 32

/** As the file has it: JSON, secrets in base64url. */
export function formatMasterKey({ current, keys, indexSecret }: MasterKeyMaterial): string {
	const encoded = Object.fromEntries([...keys].map(([id, key]) => [id, key.toString('base64url')]))
	return `${JSON.stringify({ format, current, keys: encoded, indexSecret: indexSecret.toString('base64url') }, null, '\t')}\n`
}

/** Throws a sentence that names the file and what is wrong with it, and never what it holds. */
export function parseMasterKey(text: string, path: string): MasterKeyMaterial {
	const refuse = (what: string): never => {
		throw new Error(`${path} is no master key of Enshin: ${what}.`)
	}
	const file = parseObject(text) ?? refuse('it is not a JSON object')
	if (file.format !== format) refuse(`its format is not ${format}`)
	const keys = new Map(
		Object.entries(asObject(file.keys) ?? refuse('"keys" is missing')).map(([id, key]) => [
			id,
			secret(key) ?? refuse(`key ${id} is not 32 bytes in base64url`),
		]),
	)
	const current = typeof file.current === 'string' && keys.has(file.current) ? file.current : undefined
	return {
		current: current ?? refuse('"current" names none of its keys'),
		keys,
		indexSecret: secret(file.indexSecret) ?? refuse('"indexSecret" is not 32 bytes in base64url'),
	}
}

function parseObject(text: string): Record<string, unknown> | undefined {
	try {
		return asObject(JSON.parse(text))
	} catch {
		// The parser's own message quotes the text, which may be key material.
		return undefined
	}
}

function asObject(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

function secret(value: unknown): Buffer | undefined {
	const bytes = typeof value === 'string' ? Buffer.from(value, 'base64url') : undefined
	return bytes?.length === secretBytes ? bytes : undefined
}

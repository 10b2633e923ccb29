import { loadMasterKey, type MasterKey, masterKeySource } from '@enshin/db/sealing/vault.ts'
import { z } from 'zod'
import { type CourierSettings, checkCouriers, courierVariables, readCouriers } from './integrations/courier-settings.ts'

/** The private half of the key whose public half signaling holds (`ENSHIN_JOIN_TOKEN_PUBLIC_KEY`). */
export const privateKey = z.object({
	kty: z.literal('OKP'),
	crv: z.literal('Ed25519'),
	x: z.string().min(1),
	d: z.string().min(1),
	kid: z.string().optional(),
})
export type PrivateKey = z.infer<typeof privateKey>

const json = z.string().transform((text, context) => {
	try {
		return JSON.parse(text) as unknown
	} catch {
		context.addIssue({ code: 'custom', message: 'must be JSON' })
		return z.NEVER
	}
})

const variables = z.object({
	ENSHIN_API_HOST: z.string().min(1, 'must be an address to listen on').default('127.0.0.1'),
	ENSHIN_API_PORT: z.coerce.number('must be a port, 0 to 65535').int().min(0).max(65535).default(3001),
	DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://user:password@host:port/database' }),
	ENSHIN_JOIN_TOKEN_PRIVATE_KEY: json.pipe(privateKey),
	ENSHIN_SERVICE_SECRET: z
		.string('must be set')
		.regex(/^[\w\-.~+/]{32,}=*$/, 'must have 32 or more of A–Z a–z 0–9 - . _ ~ + /'),
	ENSHIN_SIGNALING_URL: z.url({ protocol: /^wss?$/, error: 'must be a ws:// or wss:// address' }),
	ENSHIN_WEB_ORIGIN: z
		.url({ protocol: /^https?$/, error: 'must be the address people type, such as https://enshin.example' })
		.transform((url) => new URL(url).origin),
	ENSHIN_CHECKPOINT_FILE: z.string().min(1, 'must name a file outside the database').optional(),
	ENSHIN_CHECKPOINT_KEY: json.pipe(privateKey).optional(),
	ENSHIN_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
	...courierVariables,
})
const environment = variables
	.superRefine(checkCouriers)
	.refine((read) => (read.ENSHIN_CHECKPOINT_FILE === undefined) === (read.ENSHIN_CHECKPOINT_KEY === undefined), {
		path: ['ENSHIN_CHECKPOINT_KEY'],
		message: 'must be set, and ENSHIN_CHECKPOINT_FILE with it',
	})

export type Config = {
	host: string
	/** 0 takes any free port. */
	port: number
	/** As the role `enshin_app`: see db/src/roles.ts. */
	databaseUrl: string
	/** Opens the data keys. */
	masterKey: MasterKey
	joinTokenPrivateKey: PrivateKey
	/** Shared with signaling and web; at least 32 characters. */
	serviceSecret: string
	/** Where people's browsers see Enshin: in links that are mailed, and what passkeys are bound to. No slash at its end. */
	webOrigin: string
	/** Told to browsers while no signaling node holds a lease. */
	signalingUrl: string
	logLevel: z.infer<typeof environment>['ENSHIN_LOG_LEVEL']
	/** Where, and with which key, the access log's chains are signed; null: nobody would notice that an end was cut off. */
	checkpoints: { file: string; key: PrivateKey } | null
	/** How mails and SMS leave. */
	couriers: CourierSettings
}

/** Throws an error that names every wrong variable and what it should be; never its value, which may be a secret. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
	const parsed = environment.safeParse(env)
	if (!parsed.success) {
		const lines = parsed.error.issues.map(({ path, message }) => `  ${path.map(String).join('.')}: ${message}`)
		throw new Error(`The environment is not right:\n${lines.join('\n')}`)
	}
	const { ENSHIN_CHECKPOINT_FILE: file, ENSHIN_CHECKPOINT_KEY: key } = parsed.data
	return {
		host: parsed.data.ENSHIN_API_HOST,
		port: parsed.data.ENSHIN_API_PORT,
		databaseUrl: parsed.data.DATABASE_URL,
		masterKey: loadMasterKey(masterKeySource(env)),
		joinTokenPrivateKey: parsed.data.ENSHIN_JOIN_TOKEN_PRIVATE_KEY,
		serviceSecret: parsed.data.ENSHIN_SERVICE_SECRET,
		webOrigin: parsed.data.ENSHIN_WEB_ORIGIN,
		signalingUrl: parsed.data.ENSHIN_SIGNALING_URL,
		logLevel: parsed.data.ENSHIN_LOG_LEVEL,
		checkpoints: file !== undefined && key !== undefined ? { file, key } : null,
		couriers: readCouriers(parsed.data),
	}
}

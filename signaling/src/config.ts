import { z } from 'zod'

/** How long things may take, in milliseconds. Tests shorten some; operators have no reason to. */
export const defaultTimings = {
	/** From the open socket to a valid `join`, `resume` or `watch`. */
	joinDeadlineMs: 5_000,
	/** How long a lost socket may come back to its place and media. */
	graceMs: 30_000,
	pingEveryMs: 2_000,
	/** Without any sign of life for this long a socket counts as half-open and is cut. */
	silentAfterMs: 6_000,
	/** What was sent and not taken for this long ends the socket. */
	unreadAfterMs: 10_000,
	/** A camera from which nothing arrives for this long interrupts the call. */
	videoLostAfterMs: 3_000,
	/** How long a join waits for its media before it is answered without; the offer follows. */
	offerWithinMs: 1_500,
	/** An sfu node away for this long loses its rooms to another node, where there is one. */
	nodeGoneAfterMs: 4_000,
	sfuRequestMs: 5_000,
	/** A call nobody is in is forgotten after this; the api's record brings it back. */
	forgetAfterMs: 10 * 60_000,
	/** How often what is over is looked for and forgotten. */
	sweepEveryMs: 5_000,
	/** How often the waiting are told of a growing delay. */
	queueEveryMs: 60_000,
	/** What shutting down may take, for events not yet taken by the api. */
	closeWithinMs: 3_000,
}
export type Timings = typeof defaultTimings

export type SignalingConfig = {
	nodeId: string
	host: string
	/** 0 takes any free port. */
	port: number
	/** What browsers use to reach this node; null means the address it listens on. */
	publicUrl: string | null
	sfuUrls: string[]
	sfuControlSecret: string
	allowedOrigins: string[]
	joinTokenPublicKey: JoinTokenPublicKey
	apiUrl: string
	serviceSecret: string
	/** Null: this node alone, without leases, and with the presence of its own calls only. */
	databaseUrl: string | null
	logLevel: string
	timings?: Partial<Timings>
}

const list = z.string().transform((text) =>
	text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== ''),
)
const wsUrl = z.url({ protocol: /^wss?$/ })
const httpUrl = z.url({ protocol: /^https?$/ })
const publicKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().min(1) })
export type JoinTokenPublicKey = z.infer<typeof publicKey>

const json = z.string().transform((text, context) => {
	try {
		return JSON.parse(text) as unknown
	} catch {
		context.addIssue({ code: 'custom', message: 'not JSON' })
		return z.NEVER
	}
})

const environment = z.object({
	ENSHIN_SIGNALING_NODE_ID: z.string().min(1).max(64).default('signaling-1'),
	ENSHIN_SIGNALING_HOST: z.string().min(1).default('127.0.0.1'),
	ENSHIN_SIGNALING_PORT: z.coerce.number().int().min(0).max(65_535),
	ENSHIN_SIGNALING_PUBLIC_URL: wsUrl.optional(),
	ENSHIN_SFU_URLS: list.pipe(z.array(wsUrl).min(1)),
	ENSHIN_SFU_CONTROL_SECRET: z.string().min(16),
	ENSHIN_ALLOWED_ORIGINS: list.pipe(z.array(httpUrl.transform((text) => new URL(text).origin)).min(1)),
	ENSHIN_JOIN_TOKEN_PUBLIC_KEY: json.pipe(publicKey),
	ENSHIN_API_URL: httpUrl,
	ENSHIN_SERVICE_SECRET: z.string().min(16),
	DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
	ENSHIN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

const shouldBe: Record<keyof typeof environment.shape, string> = {
	ENSHIN_SIGNALING_NODE_ID: 'a name of this node, 1 to 64 characters (default signaling-1)',
	ENSHIN_SIGNALING_HOST: 'an address to listen on (default 127.0.0.1)',
	ENSHIN_SIGNALING_PORT: 'a port, 0 to 65535',
	ENSHIN_SIGNALING_PUBLIC_URL: 'the ws:// or wss:// URL by which browsers reach this node',
	ENSHIN_SFU_URLS: 'one or more ws:// URLs of sfu nodes, separated by commas',
	ENSHIN_SFU_CONTROL_SECRET: 'the secret shared with the sfu, 16 characters or more',
	ENSHIN_ALLOWED_ORIGINS: "the web's origins, such as https://enshin.example, separated by commas",
	ENSHIN_JOIN_TOKEN_PUBLIC_KEY: "the api's public Ed25519 key as JWK, in JSON",
	ENSHIN_API_URL: 'the http:// or https:// URL of the api',
	ENSHIN_SERVICE_SECRET: 'the secret shared with the api, 16 characters or more',
	DATABASE_URL: 'a postgres:// URL, or unset',
	ENSHIN_LOG_LEVEL: 'trace, debug, info, warn, error, fatal or silent (default info)',
}

/** Reads the environment, or throws one error that names each wrong variable and says what it should be. */
export function parseConfig(env: Record<string, string | undefined>): SignalingConfig {
	// An empty variable is one that is not set: so do shells and compose files write it.
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value))
	const parsed = environment.safeParse(given)
	if (!parsed.success) {
		const names = new Set(parsed.error.issues.map(({ path }) => path[0] as keyof typeof shouldBe))
		throw new Error([...names].map((name) => `${name} should be ${shouldBe[name]}.`).join('\n'))
	}
	const value = parsed.data
	return {
		nodeId: value.ENSHIN_SIGNALING_NODE_ID,
		host: value.ENSHIN_SIGNALING_HOST,
		port: value.ENSHIN_SIGNALING_PORT,
		publicUrl: value.ENSHIN_SIGNALING_PUBLIC_URL ?? null,
		sfuUrls: value.ENSHIN_SFU_URLS,
		sfuControlSecret: value.ENSHIN_SFU_CONTROL_SECRET,
		allowedOrigins: value.ENSHIN_ALLOWED_ORIGINS,
		joinTokenPublicKey: value.ENSHIN_JOIN_TOKEN_PUBLIC_KEY,
		apiUrl: value.ENSHIN_API_URL,
		serviceSecret: value.ENSHIN_SERVICE_SECRET,
		databaseUrl: value.DATABASE_URL ?? null,
		logLevel: value.ENSHIN_LOG_LEVEL,
	}
}

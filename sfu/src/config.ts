import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { z } from 'zod'

export type SfuConfig = {
	nodeId: string
	host: string
	/** Control WebSocket, /health and /metrics; 0 takes any free port. */
	port: number
	controlSecret: string
	/** The address whose UDP and TCP ports carry media. */
	listenIp: string
	/** What browsers are told instead of `listenIp`, behind NAT or a relay: an address or a host name. */
	announcedAddress: string | undefined
	/** The first worker's media port, the next takes the next; 0 lets each take a free one. */
	mediaPort: number
	workers: number
	/** How long a room that nobody controls lives on, so that signaling can restart under a running call. */
	abandonedGraceMs: number
	/** mediasoup's own search when undefined. */
	workerBin: string | undefined
	logLevel: string
	loadIntervalMs: number
	heartbeatMs: number
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

function whole(min: number, max: number) {
	const sentence = `must be a whole number from ${min} to ${max}`
	return z
		.string()
		.regex(/^\d{1,9}$/, sentence)
		.transform(Number)
		.refine((value) => value >= min && value <= max, sentence)
}

const environment = z
	.object({
		ENSHIN_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
		ENSHIN_SFU_NODE_ID: z
			.string()
			.regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores')
			.default('sfu-1'),
		ENSHIN_SFU_HOST: z.string().default('127.0.0.1'),
		ENSHIN_SFU_PORT: whole(0, 65_535).default(3003),
		ENSHIN_SFU_CONTROL_SECRET: z
			.string('must be set, the same here and in signaling')
			.min(16, 'must have at least 16 characters'),
		ENSHIN_SFU_LISTEN_IP: z.string().refine(isIP, 'must be an IP address').default('127.0.0.1'),
		ENSHIN_SFU_ANNOUNCED_ADDRESS: z
			.string()
			.regex(/^[\w.:-]{1,253}$/, 'must be an IP address or a host name, without a port')
			.optional(),
		ENSHIN_SFU_MEDIA_PORT: whole(0, 65_535).default(0),
		ENSHIN_SFU_WORKERS: whole(1, 256).optional(),
		ENSHIN_SFU_ABANDONED_GRACE_MS: whole(0, 86_400_000).default(60_000),
		MEDIASOUP_WORKER_BIN: z.string().optional(),
	})
	.superRefine((env, context) => {
		const wildcard = ['0.0.0.0', '::'].includes(env.ENSHIN_SFU_LISTEN_IP)
		if (wildcard && !env.ENSHIN_SFU_ANNOUNCED_ADDRESS) {
			const message = `must be set when ENSHIN_SFU_LISTEN_IP is ${env.ENSHIN_SFU_LISTEN_IP}: browsers cannot reach that`
			context.addIssue({ code: 'custom', path: ['ENSHIN_SFU_ANNOUNCED_ADDRESS'], message })
		}
		if (env.ENSHIN_SFU_MEDIA_PORT + workersOf(env) - 1 > 65_535) {
			const message = 'must leave a port for each worker below 65536'
			context.addIssue({ code: 'custom', path: ['ENSHIN_SFU_MEDIA_PORT'], message })
		}
	})

/** One worker a core, and one core left for Node and the kernel's network. */
function workersOf(env: { ENSHIN_SFU_WORKERS?: number | undefined }): number {
	return env.ENSHIN_SFU_WORKERS ?? Math.max(1, availableParallelism() - 1)
}

/** Throws an Error that names each wrong variable and what it should be; never a value, for one of them is a secret. */
export function parseConfig(env: Record<string, string | undefined>): SfuConfig {
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
	const parsed = environment.safeParse(given)
	if (!parsed.success) {
		throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('\n'))
	}
	return {
		nodeId: parsed.data.ENSHIN_SFU_NODE_ID,
		host: parsed.data.ENSHIN_SFU_HOST,
		port: parsed.data.ENSHIN_SFU_PORT,
		controlSecret: parsed.data.ENSHIN_SFU_CONTROL_SECRET,
		listenIp: parsed.data.ENSHIN_SFU_LISTEN_IP,
		announcedAddress: parsed.data.ENSHIN_SFU_ANNOUNCED_ADDRESS,
		mediaPort: parsed.data.ENSHIN_SFU_MEDIA_PORT,
		workers: workersOf(parsed.data),
		abandonedGraceMs: parsed.data.ENSHIN_SFU_ABANDONED_GRACE_MS,
		workerBin: parsed.data.MEDIASOUP_WORKER_BIN,
		logLevel: parsed.data.ENSHIN_LOG_LEVEL,
		loadIntervalMs: 3000,
		heartbeatMs: 5000,
	}
}

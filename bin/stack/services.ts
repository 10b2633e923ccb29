import type { ChildProcess } from 'node:child_process'
import type { ChildSpec } from './child.ts'
import { untilHealthy } from './health.ts'
import type { Secrets } from './secrets.ts'

/** In the order in which they stop: who asks goes before who answers. */
export const stopOrder = ['web', 'signaling', 'api', 'sfu', 'postgres'] as const
export type ServiceName = (typeof stopOrder)[number]

export interface StackPorts {
	web: number
	api: number
	signaling: number
	sfu: number
	postgres: number
	/** Of the first media worker; the others follow it. 0: any. */
	media: number
}

export interface StackPlan {
	ports: StackPorts
	secrets: Secrets
	/** As its owner; the services get roles of their own. */
	databaseUrl: string
	masterKeyFile: string
	/** Where the embedded database keeps its files. */
	databaseDir: string
	/** Signed checkpoints of the access log: outside the database. */
	checkpointFile: string
	workerBin: string
	/** Serve pages from their source and reload them, or from their build. */
	dev: boolean
	/** Filled with the demo's people, whose mails and SMS are for everybody at this machine to read. */
	demo: boolean
	/** What every service inherits. */
	base: NodeJS.ProcessEnv
	/** Settles arguments: put last over every service's own. */
	overrides: NodeJS.ProcessEnv
}

export function addresses({ ports }: Pick<StackPlan, 'ports'>) {
	return {
		// `localhost` and not an address: browsers treat it as secure, which camera and cookies need.
		webUrl: `http://localhost:${ports.web}`,
		apiUrl: `http://127.0.0.1:${ports.api}`,
		signalingUrl: `ws://localhost:${ports.signaling}`,
		sfuUrl: `ws://127.0.0.1:${ports.sfu}`,
	}
}

/** The same as db/src/roles.ts, which the launcher cannot import: it runs before the dependencies are there. */
function asRole(ownerUrl: string, role: string, password: string): string {
	// A stack that brings its own database has no address yet while the others are planned.
	if (!ownerUrl) return ''
	return Object.assign(new URL(ownerUrl), { username: role, password }).href
}

/** Whether a provider of mail or SMS is configured. */
function sendsForReal(env: NodeJS.ProcessEnv): boolean {
	return Object.entries(env).some(([name, value]) => value && /^ENSHIN_(SMTP_URL|TWILIO_)/.test(name))
}

/** What each service is told; the names are the ones its own config reads. */
function environments(plan: StackPlan): Record<ServiceName, NodeJS.ProcessEnv> {
	const { ports, secrets, databaseUrl } = plan
	const { webUrl, apiUrl, signalingUrl, sfuUrl } = addresses(plan)
	const own: Record<ServiceName, NodeJS.ProcessEnv> = {
		postgres: { ENSHIN_DATABASE_DIR: plan.databaseDir, ENSHIN_DATABASE_PORT: String(ports.postgres) },
		sfu: {
			ENSHIN_SFU_HOST: '127.0.0.1',
			ENSHIN_SFU_PORT: String(ports.sfu),
			ENSHIN_SFU_CONTROL_SECRET: secrets.sfuControlSecret,
			ENSHIN_SFU_MEDIA_PORT: String(ports.media),
			MEDIASOUP_WORKER_BIN: plan.workerBin,
		},
		api: {
			ENSHIN_API_HOST: '127.0.0.1',
			ENSHIN_API_PORT: String(ports.api),
			DATABASE_URL: asRole(databaseUrl, 'enshin_app', secrets.databasePassword),
			ENSHIN_MASTER_KEY_FILE: plan.masterKeyFile,
			ENSHIN_CHECKPOINT_FILE: plan.checkpointFile,
			ENSHIN_CHECKPOINT_KEY: secrets.checkpointKey,
			ENSHIN_JOIN_TOKEN_PRIVATE_KEY: secrets.joinTokenPrivateKey,
			ENSHIN_SERVICE_SECRET: secrets.serviceSecret,
			ENSHIN_SIGNALING_URL: signalingUrl,
			ENSHIN_WEB_ORIGIN: webUrl,
			...(plan.demo && !sendsForReal(plan.base) && { ENSHIN_DEV_OUTBOX: 'true' }),
		},
		signaling: {
			ENSHIN_SIGNALING_HOST: '127.0.0.1',
			ENSHIN_SIGNALING_PORT: String(ports.signaling),
			ENSHIN_SIGNALING_PUBLIC_URL: signalingUrl,
			ENSHIN_SFU_URLS: sfuUrl,
			ENSHIN_SFU_CONTROL_SECRET: secrets.sfuControlSecret,
			ENSHIN_ALLOWED_ORIGINS: webUrl,
			ENSHIN_JOIN_TOKEN_PUBLIC_KEY: secrets.joinTokenPublicKey,
			ENSHIN_API_URL: apiUrl,
			ENSHIN_SERVICE_SECRET: secrets.serviceSecret,
			DATABASE_URL: asRole(databaseUrl, 'enshin_signaling', secrets.databasePassword),
		},
		web: {
			HOST: '127.0.0.1',
			PORT: String(ports.web),
			ORIGIN: webUrl,
			// Seconds in which open pages may finish; a browser's idle connection must not hold up a Ctrl-C.
			SHUTDOWN_TIMEOUT: '2',
			ENSHIN_API_URL: apiUrl,
			// Beside it the api believes the web whose address a request came from.
			ENSHIN_SERVICE_SECRET: secrets.serviceSecret,
			ENSHIN_SIGNALING_ORIGINS: signalingUrl,
		},
	}
	const merged = {} as Record<ServiceName, NodeJS.ProcessEnv>
	for (const name of stopOrder) merged[name] = { ...plan.base, ...own[name], ...plan.overrides }
	return merged
}

/** The database says where it is; its password is known to nobody before. */
function untilAddress(child: ChildProcess, signal: AbortSignal, onUrl: (url: string) => void): Promise<void> {
	return new Promise((resolve, reject) => {
		child.once('message', ({ url }: { url: string }) => {
			onUrl(url)
			resolve()
		})
		signal.addEventListener('abort', () => reject(signal.reason), { once: true })
	})
}

/** How each service is started. `onDatabaseUrl` is told by the embedded database at each of its starts. */
export function serviceSpecs(plan: StackPlan, onDatabaseUrl: (url: string) => void): Record<ServiceName, ChildSpec> {
	const env = environments(plan)
	const { ports } = plan
	const healthy = (port: number) => (_: ChildProcess, signal: AbortSignal) =>
		untilHealthy(`http://127.0.0.1:${port}/health`, signal)
	const vite = ['node_modules/vite/bin/vite.js', 'dev', '--host', '127.0.0.1', '--strictPort', '--port']
	const service = (name: ServiceName, args: string[], port: number, cwd?: string): ChildSpec => ({
		name,
		args,
		cwd,
		env: env[name],
		ready: healthy(port),
		readyWithinMs: 60_000,
	})
	return {
		postgres: {
			...service('postgres', ['bin/stack/run-postgres.ts'], ports.postgres),
			ready: (child, signal) => untilAddress(child, signal, onDatabaseUrl),
		},
		sfu: service('sfu', ['sfu/src/main.ts'], ports.sfu),
		api: service('api', ['api/src/main.ts'], ports.api),
		signaling: service('signaling', ['signaling/src/main.ts'], ports.signaling),
		web: plan.dev
			? service('web', [...vite, String(ports.web)], ports.web, 'web')
			: service('web', ['server/main.ts'], ports.web, 'web'),
	}
}

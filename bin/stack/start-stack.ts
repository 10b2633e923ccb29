import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SetupError } from '../bootstrap/setup-error.ts'
import { findWorker } from '../bootstrap/worker-path.ts'
import { root } from '../root.ts'
import { defaultPorts, freePorts } from './choose-ports.ts'
import { prepareDatabase } from './prepare-database.ts'
import { loadSecrets } from './secrets.ts'
import { addresses, type ServiceName, type StackPlan, serviceSpecs, stopOrder } from './services.ts'
import { removeStackFile, type StackFile, writeStackFile } from './stack-file.ts'
import { Supervised } from './supervised.ts'

export interface StackOptions {
	/** Database, secrets and logs live here. */
	dataDir: string
	/** `free` for tests; `default` takes 3000 and up, and says so where one is taken. */
	ports?: 'free' | 'default'
	/** Pages from their source, reloading; the default is the build, which must be there. */
	dev?: boolean
	/** Fill the database with the demo's people and appointments. */
	seed?: boolean
	/** This database instead of the embedded one. */
	databaseUrl?: string
	/** Settings put over every service's own. */
	env?: NodeJS.ProcessEnv
	/** Starts a service again when it dies; true unless said otherwise. */
	restarts?: boolean
	/** What a person at the terminal should see; silent by default. */
	say?: (line: string) => void
	/** What it is at, while it starts. */
	onStep?: (text: string) => void
	/** The stack cannot go on, and has stopped. */
	onDown?: (sentence: string) => void
}

export interface Stack {
	webUrl: string
	apiUrl: string
	signalingUrl: string
	databaseUrl: string
	logDir: string
	/** Process ids by name, of those that run now. */
	pids(): Partial<Record<ServiceName, number>>
	/** SIGKILL. It comes back by itself; with `stayDown` only through `restart`. */
	kill(name: ServiceName, options?: { stayDown?: boolean }): Promise<void>
	/** Stops it in order where it runs, and resolves when it serves again. */
	restart(name: ServiceName): Promise<void>
	/** Ends all of it, in order. Safe to call twice. */
	stop(): Promise<void>
	/** SIGKILL to all of it, at once. */
	killAll(): void
}

async function plan(options: StackOptions, say: (line: string) => void): Promise<StackPlan> {
	const dataDir = resolve(options.dataDir)
	const workerBin = findWorker(root, process.env)
	if (!workerBin) throw new SetupError('No mediasoup worker yet: `npm start` brings one.')
	if (!options.dev && !existsSync(join(root, 'web/build/index.js'))) {
		throw new SetupError('The pages are not built yet: `npm start` builds them.')
	}
	const { DATABASE_URL: _, ...base } = process.env
	const ports = options.ports === 'free' ? await freePorts() : await defaultPorts(process.env, say)
	return {
		ports,
		secrets: loadSecrets(join(dataDir, 'secrets.json')),
		databaseUrl: options.databaseUrl ?? '',
		databaseDir: join(dataDir, 'postgres'),
		// Never made anew beside a database that an older one sealed: whoever moves one, moves both.
		masterKeyFile: process.env.ENSHIN_MASTER_KEY_FILE || join(dataDir, 'master-key.json'),
		checkpointFile: process.env.ENSHIN_CHECKPOINT_FILE || join(dataDir, 'checkpoints', 'api.jsonl'),
		workerBin,
		dev: options.dev ?? false,
		demo: options.seed ?? false,
		base: { ...base, NODE_ENV: options.dev ? 'development' : 'production' },
		overrides: options.env ?? {},
	}
}

/** Starts database, sfu, api, signaling and web on this machine, and resolves when every one of them serves. */
export async function startStack(options: StackOptions): Promise<Stack> {
	const say = options.say ?? (() => {})
	const dataDir = resolve(options.dataDir)
	mkdirSync(dataDir, { recursive: true })
	const made = await plan(options, say)
	const logDir = join(dataDir, 'logs')
	const running = new Map<ServiceName, Supervised>()
	const pids = () => Object.fromEntries([...running].map(([name, service]) => [name, service.child.pid]))
	let stopped: Promise<void> | undefined
	let file: Omit<StackFile, 'pids'> | undefined
	const tell = () => {
		if (file && !stopped) writeStackFile(dataDir, { ...file, pids: pids() })
	}

	const one = (name: ServiceName) => {
		const service = running.get(name)
		if (!service) throw new Error(`${name} is no part of this stack.`)
		return service
	}
	const launch = async (name: ServiceName) => {
		const spec = serviceSpecs(made, (url) => {
			made.databaseUrl = url
		})[name]
		const service = new Supervised(spec, {
			logFile: join(logDir, `${name}.log`),
			say,
			restarts: options.restarts ?? true,
			onServing: () => tell(),
			onGivenUp: (sentence) => stop().then(() => options.onDown?.(sentence)),
		})
		running.set(name, service)
		await service.start()
	}
	const stop = () => {
		stopped ??= (async () => {
			for (const name of stopOrder) await running.get(name)?.stop()
			removeStackFile(dataDir)
		})()
		return stopped
	}

	try {
		options.onStep?.('database')
		if (!made.databaseUrl) await launch('postgres')
		options.onStep?.('tables and people')
		const { databaseUrl, masterKeyFile } = made
		const { databasePassword } = made.secrets
		await prepareDatabase({ databaseUrl, masterKeyFile, databasePassword, seed: options.seed ?? false })
		options.onStep?.('sfu, api, signaling, web')
		await Promise.all((['sfu', 'api', 'signaling', 'web'] as const).map(launch))
	} catch (error) {
		await stop()
		throw error
	}
	const { webUrl, apiUrl, signalingUrl } = addresses(made)
	file = { pid: process.pid, webUrl, apiUrl, signalingUrl, databaseUrl: made.databaseUrl }
	tell()
	return {
		webUrl,
		apiUrl,
		signalingUrl,
		databaseUrl: made.databaseUrl,
		logDir,
		pids,
		kill: (name, killOptions) => one(name).kill(killOptions),
		restart: (name) => one(name).restart(),
		stop,
		killAll: () => {
			for (const service of running.values()) service.child.killAll()
		},
	}
}

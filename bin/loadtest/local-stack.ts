import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@enshin/db/client.ts'
import { liveNodes } from '@enshin/db/nodes.ts'
import { createVault, loadMasterKey, masterKeySource } from '@enshin/db/sealing/vault.ts'
import { closeLoadTest } from '../../api/src/operations/close-load-test.ts'
import { openLoadTest } from '../../api/src/operations/open-load-test.ts'
import { dataDir, withMasterKey } from '../audit/where.ts'
import type { ServiceName } from '../stack/services.ts'
import { readStackFile } from '../stack/stack-file.ts'
import { startStack } from '../stack/start-stack.ts'

export interface LocalStackOptions {
	/** Doctors and patients: as many as there will be rooms at once. */
	pairs: number
	/** How long the consent lasts; the run ends it earlier. */
	minutes?: number
	/** Its own stack, even where `npm start` runs one. */
	own?: boolean
	/** Settings over its own stack's services, such as ENSHIN_SFU_ANNOUNCED_ADDRESS; with them it is always its own. */
	env?: NodeJS.ProcessEnv
	/** Fill its own stack with the demo's people, too: real browsers ride along as two of them. */
	seed?: boolean
	/** What it is at, while it starts. */
	onStep?: (text: string) => void
}

export interface LocalStack {
	apiUrl: string
	/** Signaling takes sockets of this origin. */
	origin: string
	/** The token: see loadtest/src/target/open-target.ts. */
	consent: string
	/** As its owner. */
	databaseUrl: string
	/** Whether it was started for this run. */
	isOwn: boolean
	/** Of the services as they run now. */
	pids(): Partial<Record<ServiceName, number>>
	/** For Prometheus. */
	metricsUrls: { signaling: string; sfus: string[] }
	/** Ends the consent, and the stack where it was started for this run. Safe to call twice. */
	stop(): Promise<void>
}

type Found = Pick<LocalStack, 'apiUrl' | 'databaseUrl' | 'pids' | 'isOwn'> & {
	webUrl: string
	signalingUrl: string
	keyEnv: NodeJS.ProcessEnv
	end: () => Promise<void>
}

/**
 * The stack that `npm start` runs on this machine, or one for this run alone in a folder that goes with it. Consents to be
 * loaded as the machine's owner: whoever has the database's address may.
 */
export async function openLocalStack(options: LocalStackOptions): Promise<LocalStack> {
	const wantsOwn = options.own || Object.keys(options.env ?? {}).length > 0
	const found = (wantsOwn ? null : running()) ?? (await startOwn(options))
	const { apiUrl, databaseUrl, pids, isOwn, keyEnv, end } = found
	const { db, close } = openDatabase({ url: databaseUrl, name: 'load test', poolSize: 2 })
	const parts = { db, vault: createVault(loadMasterKey(masterKeySource(keyEnv))) }
	let stopping: Promise<void> | undefined
	const stop = async () => {
		try {
			// What is thrown away needs no closing.
			if (!isOwn) await closeLoadTest(parts, null)
		} finally {
			await close()
			await end()
		}
	}
	try {
		options.onStep?.('consent and synthetic people')
		const opened = await openLoadTest(parts, null, { pairs: options.pairs, minutes: options.minutes ?? 120 })
		const sfus = (await liveNodes(db, 'sfu')).map(({ url }) => metricsOf(url))
		return {
			apiUrl,
			databaseUrl,
			pids,
			isOwn,
			origin: new URL(found.webUrl).origin,
			consent: opened.token,
			metricsUrls: { signaling: metricsOf(found.signalingUrl), sfus },
			stop: () => {
				stopping ??= stop()
				return stopping
			},
		}
	} catch (error) {
		await stop().catch(() => undefined)
		throw error
	}
}

function running(): Found | null {
	const file = readStackFile(dataDir)
	if (!file) return null
	const pids = () => readStackFile(dataDir)?.pids ?? {}
	return { ...file, pids, isOwn: false, keyEnv: withMasterKey(process.env), end: async () => {} }
}

async function startOwn({ env, seed, onStep }: LocalStackOptions): Promise<Found> {
	const folder = await mkdtemp(join(tmpdir(), 'enshin-loadtest-'))
	const remove = () => rm(folder, { recursive: true, force: true })
	try {
		const stack = await startStack({ dataDir: folder, ports: 'free', env, seed, onStep, restarts: false })
		const end = async () => {
			await stack.stop()
			await remove()
		}
		const keyEnv = { ENSHIN_MASTER_KEY_FILE: process.env.ENSHIN_MASTER_KEY_FILE || join(folder, 'master-key.json') }
		return { ...stack, isOwn: true, keyEnv, end }
	} catch (error) {
		await remove()
		throw error
	}
}

function metricsOf(socketUrl: string): string {
	const url = new URL('/metrics', socketUrl)
	url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:'
	return url.href
}

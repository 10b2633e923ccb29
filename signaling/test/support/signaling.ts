import { createServer } from 'node:net'
import { onTestFinished } from 'vitest'
import type { SignalingConfig } from '../../src/config.ts'
import { startSignaling } from '../../src/server.ts'
import { runApi, serviceSecret } from './api.ts'
import { controlSecret, runSfu } from './sfu.ts'
import { publicKey } from './tokens.ts'

export const origin = 'https://enshin.example'

type Settings = Partial<SignalingConfig>

/** Signaling on a free port, gone when the test is. Its sfu and api are whatever the settings say. */
export async function runSignaling(settings: Settings) {
	const signaling = await startSignaling({
		nodeId: 'signaling-test',
		host: '127.0.0.1',
		port: 0,
		publicUrl: null,
		sfuUrls: ['ws://127.0.0.1:9'],
		sfuControlSecret: controlSecret,
		allowedOrigins: [origin],
		joinTokenPublicKey: publicKey,
		apiUrl: 'http://127.0.0.1:9',
		serviceSecret,
		databaseUrl: null,
		logLevel: process.env.TEST_LOG_LEVEL ?? 'silent',
		...settings,
		timings: { closeWithinMs: 200, ...settings.timings },
	})
	onTestFinished(() => signaling.close())
	return { ...signaling, httpUrl: signaling.url.replace('ws:', 'http:') }
}

/** The whole house but web: a real sfu, the api's stand-in, and signaling between them. */
export async function runHouse(settings: Settings = {}) {
	const [sfu, api] = await Promise.all([runSfu(), runApi()])
	const signaling = await runSignaling({ sfuUrls: [sfu.url], apiUrl: api.url, ...settings })
	return { sfu, api, signaling, url: signaling.url }
}

/** A port that was free a moment ago, for a server that comes later. */
export function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const address = server.address()
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
		})
	})
}

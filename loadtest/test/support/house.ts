import { createServer } from 'node:net'
import { runService, type Service } from './run-service.ts'
import { house, standInTarget } from './stand-in-target.ts'

const controlSecret = 'a-secret-of-the-house'

export interface HouseOptions {
	/** How many practitioners the calls are shared among. */
	practitioners?: number
	databaseUrl?: string
	signalingArgs?: string[]
	/** For what is measured without media. */
	withoutSfu?: boolean
}

/** A real sfu and a real signaling, each in its process, and the stand-in for the api. */
export async function openHouse({ practitioners, databaseUrl, signalingArgs, withoutSfu }: HouseOptions = {}) {
	const [signalingPort, sfuPort] = [await freePort(), await freePort()]
	const signalingUrl = `ws://127.0.0.1:${signalingPort}`
	const { target, publicKey, mintWatch, seen } = await standInTarget({
		signalingUrl: () => signalingUrl,
		practitioners,
	})
	const startSfu = () =>
		runService('sfu', {
			ENSHIN_SFU_CONTROL_SECRET: controlSecret,
			ENSHIN_SFU_PORT: String(sfuPort),
			ENSHIN_SFU_WORKERS: '1',
			MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN ?? '',
		})
	const startSignaling = () =>
		runService(
			'signaling',
			{
				ENSHIN_SIGNALING_PORT: String(signalingPort),
				ENSHIN_SFU_URLS: `ws://127.0.0.1:${sfuPort}`,
				ENSHIN_SFU_CONTROL_SECRET: controlSecret,
				ENSHIN_ALLOWED_ORIGINS: house.origin,
				ENSHIN_JOIN_TOKEN_PUBLIC_KEY: JSON.stringify(publicKey),
				ENSHIN_API_URL: target.apiUrl,
				ENSHIN_SERVICE_SECRET: house.serviceSecret,
				DATABASE_URL: databaseUrl ?? '',
			},
			signalingArgs,
		)
	const services: { sfu: Service | null; signaling: Service } = {
		sfu: withoutSfu ? null : await startSfu(),
		signaling: await startSignaling(),
	}
	return {
		target,
		mintWatch,
		seen,
		signalingUrl,
		services,
		metricsUrl: `http://127.0.0.1:${signalingPort}/metrics`,
		/** Ends it by this signal and starts it again in its place. */
		restart: async (name: 'sfu' | 'signaling', signal: NodeJS.Signals) => {
			await services[name]?.stop(signal)
			if (name === 'sfu') services.sfu = await startSfu()
			else services.signaling = await startSignaling()
		},
		close: async () => {
			await services.signaling.stop()
			await services.sfu?.stop()
			await target.close()
		},
	}
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const address = server.address()
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
		})
	})
}

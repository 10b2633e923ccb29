import type { AddressInfo } from 'node:net'
import { openCheckpointFile } from '@enshin/db/access-log/checkpoint-file.ts'
import { checkpointSigner } from '@enshin/db/access-log/sign-checkpoint.ts'
import { connect } from '@enshin/db/connection.ts'
import { openAppDatabase } from '@enshin/db/scope.ts'
import { createVault } from '@enshin/db/sealing/vault.ts'
import { keepCheckpoints } from './access-log/keep-checkpoints.ts'
import { createSignInLimits } from './accounts/sign-in-limits.ts'
import { createApp } from './app.ts'
import { createTokenSigner } from './calls/sign-token.ts'
import type { Config } from './config.ts'
import { createListener, listen, stopListening } from './http/listener.ts'
import { type Emulators, startCouriers } from './integrations/start-couriers.ts'
import { createLog } from './log.ts'
import { runOutbox } from './notifications/run-outbox.ts'

/** Requests under way get this long to finish when api stops. */
const stopGraceMs = 10_000

export type RunningApi = {
	url: string
	/** What stands in for providers of mail and SMS, with what it was given: for tests. */
	emulators: Emulators
	close: () => Promise<void>
}

/** Listens once it resolves. The caller closes it; that ends the requests under way, then the database's connections. */
export async function startApi(config: Config, log = createLog(config.logLevel)): Promise<RunningApi> {
	const sign = await createTokenSigner(config.joinTokenPrivateKey)
	const database = openAppDatabase({ url: config.databaseUrl, name: 'api' })
	// A client of its own: drizzle changes the one it is given, and a busy pool must not hold up the limits.
	const limitsClient = connect({ url: config.databaseUrl, name: 'api sign-in limits', max: 2 })
	const vault = createVault(config.masterKey)
	const couriers = await startCouriers(config.couriers, log)
	const service = database.scoped({ kind: 'service' })
	const outbox = runOutbox({ ...couriers, db: service, vault, log, databaseUrl: config.databaseUrl })
	const checkpointFile = config.checkpoints
		? await openCheckpointFile(config.checkpoints.file, checkpointSigner(config.checkpoints.key))
		: undefined
	const checkpoints = checkpointFile && keepCheckpoints({ db: service, file: checkpointFile, log })
	if (!checkpoints) log.warn('ENSHIN_CHECKPOINT_FILE is not set: an end cut off from the access log would not show')
	const app = createApp({
		scoped: database.scoped,
		vault,
		log,
		limits: createSignInLimits(limitsClient),
		signaling: { sign, fallbackUrl: config.signalingUrl },
		serviceSecret: config.serviceSecret,
		webOrigin: config.webOrigin,
		signedUpTo: (chainId) => {
			const signed = checkpointFile?.signed(chainId)
			return signed ? { seq: signed.seq, at: signed.at } : null
		},
		sms: couriers.sms,
		emulators: config.couriers.devOutbox ? couriers.emulators : null,
	})
	const server = createListener(app.fetch, log)

	let closing: Promise<void> | undefined
	async function stop() {
		await stopListening(server, stopGraceMs)
		await outbox.close()
		await checkpoints?.close()
		await Promise.all([couriers.close(), database.close(), limitsClient.end({ timeout: 5 })])
		log.info('api stopped')
	}
	const close = () => {
		closing ??= stop()
		return closing
	}

	try {
		await listen(server, config)
	} catch (error) {
		await close()
		throw error
	}
	const { address, family, port } = server.address() as AddressInfo
	const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
	log.info({ url }, 'api listens')
	return { url, emulators: couriers.emulators, close }
}

import { createWorker, type types } from 'mediasoup'
import type { SfuConfig } from './config.ts'

/** A mediasoup worker process with its WebRtcServer, which it owns: both go together. */
export type MediaWorker = {
	/** Its place in the pool, and with it its ports; a replacement takes the same. */
	readonly slot: number
	readonly process: types.Worker
	readonly webRtcServer: types.WebRtcServer
	/** Share of one core, 0 to about 1, as last measured. */
	cpu: number
	rooms: number
	openedSinceMeasured: number
	/** CPU time used in all, and when that was read; both in milliseconds. */
	usedMs: number
	measuredAtMs: number
}

/** What the kernel may hold for one socket while the worker is busy; Linux cuts it to net.core.{r,w}mem_max by itself. */
const socketBufferBytes = 4 * 1024 * 1024
const anyPort = { min: 10_000, max: 59_999 }

type Media = Pick<SfuConfig, 'listenIp' | 'announcedAddress' | 'mediaPort'>

/**
 * One UDP and one TCP port for everybody on this worker, so that a firewall needs to open few. UDP comes first, and with
 * that gets the higher ICE priority.
 */
export function listenInfos(config: Media, slot: number): types.TransportListenInfo[] {
	return (['udp', 'tcp'] as const).map((protocol) => ({
		protocol,
		ip: config.listenIp,
		announcedAddress: config.announcedAddress,
		...(config.mediaPort === 0 ? { portRange: anyPort } : { port: config.mediaPort + slot }),
		sendBufferSize: socketBufferBytes,
		recvBufferSize: socketBufferBytes,
	}))
}

/** Starts one worker process. Rejects when it does not start, or when its ports are taken. */
export async function createMediaWorker(
	config: Media & Pick<SfuConfig, 'workerBin'>,
	slot: number,
): Promise<MediaWorker> {
	// DTLS stays at mediasoup's own settings: it offers SRTP's AEAD_AES_256_GCM first, and a certificate of its own.
	const process = await createWorker({ workerBin: config.workerBin, logLevel: 'warn' })
	try {
		const webRtcServer = await process.createWebRtcServer({ listenInfos: listenInfos(config, slot) })
		const measuredAtMs = performance.now()
		return { slot, process, webRtcServer, cpu: 0, rooms: 0, openedSinceMeasured: 0, usedMs: 0, measuredAtMs }
	} catch (error) {
		process.close()
		throw error
	}
}

/** Reads the worker's CPU since the last time. A worker that dies meanwhile keeps its last value: it is replaced anyway. */
export async function measure(worker: MediaWorker): Promise<void> {
	const usage = await worker.process.getResourceUsage().catch(() => null)
	if (!usage) return
	const nowMs = performance.now()
	const usedMs = usage.ru_utime + usage.ru_stime
	if (nowMs > worker.measuredAtMs) worker.cpu = Math.max(0, usedMs - worker.usedMs) / (nowMs - worker.measuredAtMs)
	worker.usedMs = usedMs
	worker.measuredAtMs = nowMs
	worker.openedSinceMeasured = 0
}

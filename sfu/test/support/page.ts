/// <reference lib="dom" />
import type { MediaSource } from '@enshin/contracts/media.ts'
import { Device, type types } from 'mediasoup-client'

// What runs in the browser, bundled by chromium.ts. The page speaks to the sfu through `ask`, as signaling would for it.
declare global {
	function ask(method: string, data: unknown): Promise<unknown>
	var peer: Awaited<ReturnType<typeof enterRoom>>
	var enterRoom: typeof enter
	var summary: typeof summarize
}

const request = <Reply>(method: string, data: unknown) => ask(method, data) as Promise<Reply>

async function enter(roomId: string, peerId: string) {
	const name = { roomId, peerId }
	type Opened = { routerRtpCapabilities: types.RtpCapabilities }
	const { routerRtpCapabilities } = await request<Opened>('room.open', { roomId })
	const device = await Device.factory()
	await device.load({ routerRtpCapabilities })
	const options = await request<{ send: types.TransportOptions; recv: types.TransportOptions }>('peer.open', name)
	const transports = { send: device.createSendTransport(options.send), recv: device.createRecvTransport(options.recv) }
	for (const [direction, transport] of Object.entries(transports)) {
		transport.on('connect', ({ dtlsParameters }, done, fail) => {
			ask('transport.connect', { ...name, direction, dtlsParameters }).then(done, fail)
		})
	}
	transports.send.on('produce', ({ kind, rtpParameters, appData }, done, fail) => {
		const asked = { ...name, source: appData.source, kind, rtpParameters, paused: false }
		request<{ producerId: string }>('producer.open', asked).then(({ producerId }) => done({ id: producerId }), fail)
	})

	const producers = new Map<string, types.Producer>()
	return {
		...transports,
		async produce(source: MediaSource) {
			const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } })
			const track = (source === 'camera' ? media.getVideoTracks() : media.getAudioTracks())[0]
			const encodings = source === 'camera' ? [{ scalabilityMode: 'L1T2' }] : undefined
			const producer = await transports.send.produce({ track, encodings, appData: { source } })
			producers.set(producer.id, producer)
			return producer.id
		},
		/** Sends nothing any more, and tells nobody: as when a phone takes its camera away. */
		silence: (producerId: string) => producers.get(producerId)?.replaceTrack({ track: null }),
		/** Plays the streams; resolves with the first picture. */
		async play(producerIds: string[]) {
			const asked = { ...name, producerIds, rtpCapabilities: device.recvRtpCapabilities }
			const { consumers } = await request<{ consumers: types.ConsumerOptions[] }>('consumer.openMany', asked)
			const tracks: MediaStreamTrack[] = []
			for (const options of consumers) tracks.push((await transports.recv.consume(options)).track)
			const video = document.body.appendChild(document.createElement('video'))
			video.srcObject = new MediaStream(tracks)
			const firstFrame = new Promise((resolve) => video.requestVideoFrameCallback(resolve))
			await Promise.all([
				video.play(),
				ask('consumer.resumeMany', { ...name, consumerIds: consumers.map(({ id }) => id) }),
			])
			await firstFrame
		},
	}
}

/** What getStats knows of a transport, as far as the tests ask. */
async function summarize(direction: 'send' | 'recv') {
	const all = [...(await peer[direction].getStats()).values()]
	const sum = (key: string) =>
		all.reduce((total, stat) => total + (stat.type === 'inbound-rtp' ? (stat[key] ?? 0) : 0), 0)
	const transport = all.find(({ type }) => type === 'transport')
	return {
		dtls: String(transport?.dtlsState),
		srtp: String(transport?.srtpCipher),
		frames: sum('framesDecoded'),
		sound: sum('totalAudioEnergy'),
	}
}

globalThis.enterRoom = enter
globalThis.summary = summarize

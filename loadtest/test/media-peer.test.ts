import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { emptyHistogram, percentile, total } from '../src/measure/histogram.ts'
import { MediaPeer } from '../src/participant/media-peer.ts'
import { Pacer } from '../src/participant/pacer.ts'
import { SrtpPipe } from '../src/participant/srtp-pipe.ts'
import { runSfu } from './support/sfu.ts'

const roomId = 'room'

/** A peer in the room, connected in both directions. */
async function enter(control: Awaited<ReturnType<typeof runSfu>>['control'], peerId: string) {
	const name = { roomId, peerId }
	const { routerRtpCapabilities } = await control.request('room.open', { roomId })
	const { send, recv } = await control.request('peer.open', name)
	const delay = emptyHistogram()
	const peer = new MediaPeer({ routerRtpCapabilities, delay })
	onTestFinished(() => peer.close())
	await Promise.all([
		peer.connectSend(send, (dtlsParameters) =>
			control.request('transport.connect', { ...name, direction: 'send', dtlsParameters }),
		),
		peer.connectRecv(recv, (dtlsParameters) =>
			control.request('transport.connect', { ...name, direction: 'recv', dtlsParameters }),
		),
	])
	return { name, peer, delay }
}

test.for(['vp8', 'vp9'] as const)(
	'a stream of %s that one sends arrives whole at the other, with its delay',
	async (codec) => {
		const { control } = await runSfu()
		const [sender, receiver] = await Promise.all([enter(control, 'sender'), enter(control, 'receiver')])
		const producerIds = await Promise.all(
			([codec, 'opus'] as const).map(async (recorded) => {
				const { kind, rtpParameters } = sender.peer.produce(recorded)
				const source = kind === 'audio' ? 'microphone' : 'camera'
				const asked = { ...sender.name, source, kind, rtpParameters, paused: false } as const
				return (await control.request('producer.open', asked)).producerId
			}),
		)
		const { rtpCapabilities } = receiver.peer
		const { consumers } = await control.request('consumer.openMany', { ...receiver.name, producerIds, rtpCapabilities })
		const streams = consumers.map((consumer) => receiver.peer.consume(consumer))
		await control.request('consumer.resumeMany', { ...receiver.name, consumerIds: consumers.map(({ id }) => id) })

		const pacer = new Pacer()
		onTestFinished(() => pacer.remove(sender.peer))
		sender.peer.startSending()
		pacer.add(sender.peer)
		await pause(2_000)
		sender.peer.stopSending()
		await pause(300)

		expect(streams.map(({ kind }) => kind).sort()).toEqual(['audio', 'video'])
		for (const { kind, ...stream } of streams.map((stream) => ({
			kind: stream.kind,
			...stream.take(performance.now() + 1_000),
		}))) {
			expect(stream, kind).toMatchObject({ lost: 0, duplicated: 0, reordered: 0 })
			expect(stream.received, kind).toBe(stream.expected)
			expect(stream.received, kind).toBeGreaterThan(60)
		}
		expect(total(receiver.delay)).toBeGreaterThan(150)
		expect(percentile(receiver.delay, 0.5)).toBeLessThan(1_000)

		const open = SrtpPipe.openCount
		sender.peer.close()
		receiver.peer.close()
		expect(SrtpPipe.openCount).toBe(open - 4)
	},
)

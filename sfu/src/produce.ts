import { ProblemError } from '@enshin/contracts/errors.ts'
import type { MediaKind, MediaSource, RtpParameters } from '@enshin/contracts/media.ts'
import { producibleParameters } from './codecs.ts'
import { Flow } from './flow.ts'
import { type Incoming, scoreOf } from './incoming.ts'
import type { PeerMedia } from './peer-media.ts'
import { answered } from './refuse.ts'
import { Silence } from './silence.ts'

type Options = {
	source: MediaSource
	kind: MediaKind
	rtpParameters: RtpParameters
	paused: boolean
	keyFrameRequestDelayMs: number
}

/** Takes in one stream of a peer, and tells its score from then on. */
export async function openProducer(peer: PeerMedia, options: Options): Promise<Incoming> {
	const { source, kind, paused, keyFrameRequestDelayMs } = options
	const transport = peer.transport('send')
	const rtpParameters = producibleParameters(kind, options.rtpParameters)
	if (!rtpParameters) throw new ProblemError('media.refused')
	const producer = await answered(
		transport.produce({
			kind,
			rtpParameters,
			paused,
			keyFrameRequestDelay: keyFrameRequestDelayMs,
			appData: {
				source,
				flow: new Flow(!paused),
				silence: new Silence(performance.now()),
				scoreListeners: new Set<() => void>(),
			},
		}),
		'media.refused',
	)
	// Its transport may have closed while the worker answered; such a producer would never hear of it.
	if (transport.closed) {
		producer.close()
		throw new ProblemError('media.unknown')
	}
	peer.producers.set(producer.id, producer)
	producer.observer.once('close', () => peer.producers.delete(producer.id))
	tellScore(peer, producer)
	return producer
}

function tellScore(peer: PeerMedia, producer: Incoming): void {
	let told: number | null = null
	const tell = () => {
		const score = scoreOf(producer)
		if (score === told) return
		told = score
		peer.tell('producer.score', { ...peer.name, producerId: producer.id, score })
	}
	producer.on('score', tell)
	producer.appData.scoreListeners.add(tell)
}

/** What one reading of both transports says, as plain numbers. Counters grow from the start of the epoch. */
export type Sample = {
	atMs: number
	/** Round trip to the sfu; null before the first measurement. */
	rttMs: number | null
	inbound: {
		packetsReceived: number
		packetsLost: number
		framesDecoded: number
		freezeCount: number
		totalFreezesS: number
		concealedSamples: number
		totalSamples: number
		audioEnergy: number
		frameWidth: number
		frameHeight: number
	}
	outbound: {
		packetsSent: number
		/** As the sfu reports it back. */
		packetsLost: number
		framesEncoded: number
		frameHeight: number
		/** Why the browser sends less than it could: `none`, `cpu`, `bandwidth`, `other`. */
		limitation: string
		availableBitrate: number | null
	}
	security: { srtpCipher: string | null; dtlsCipher: string | null; dtlsState: string | null }
}

type Entry = { type: string; [key: string]: unknown }
type Report = Iterable<Entry>

/**
 * Folds the reports of both transports into one sample. Works on the values of an RTCStatsReport, as W3C webrtc-stats
 * names them; a browser that lacks one gives 0 or null.
 */
export function sampleOf(atMs: number, send: Report, recv: Report): Sample {
	const sent = [...send]
	const received = [...recv]
	const inbound = received.filter(({ type }) => type === 'inbound-rtp')
	const outbound = sent.filter(({ type }) => type === 'outbound-rtp')
	const video = (entries: Entry[]) => entries.filter(({ kind }) => kind === 'video')
	const audio = (entries: Entry[]) => entries.filter(({ kind }) => kind === 'audio')
	const pair = [...sent, ...received].find(
		({ type, nominated, currentRoundTripTime }) =>
			type === 'candidate-pair' && nominated === true && currentRoundTripTime !== undefined,
	)
	const transport = [...received, ...sent].find(
		({ type, dtlsState }) => type === 'transport' && dtlsState === 'connected',
	)
	const roundTrip = maybe(pair?.currentRoundTripTime)
	return {
		atMs,
		rttMs: roundTrip === null ? null : roundTrip * 1000,
		inbound: {
			packetsReceived: sum(inbound, 'packetsReceived'),
			packetsLost: sum(inbound, 'packetsLost'),
			framesDecoded: sum(video(inbound), 'framesDecoded'),
			freezeCount: sum(video(inbound), 'freezeCount'),
			totalFreezesS: sum(video(inbound), 'totalFreezesDuration'),
			// Silence made up for a stream that is paused is nobody's loss.
			concealedSamples: sum(audio(inbound), 'concealedSamples') - sum(audio(inbound), 'silentConcealedSamples'),
			totalSamples: sum(audio(inbound), 'totalSamplesReceived'),
			audioEnergy: sum(audio(inbound), 'totalAudioEnergy'),
			frameWidth: sum(video(inbound), 'frameWidth'),
			frameHeight: sum(video(inbound), 'frameHeight'),
		},
		outbound: {
			packetsSent: sum(outbound, 'packetsSent'),
			packetsLost: sum(
				sent.filter(({ type }) => type === 'remote-inbound-rtp'),
				'packetsLost',
			),
			framesEncoded: sum(video(outbound), 'framesEncoded'),
			frameHeight: sum(video(outbound), 'frameHeight'),
			limitation: word(video(outbound)[0]?.qualityLimitationReason) ?? 'none',
			availableBitrate: maybe(
				sent.find(({ availableOutgoingBitrate }) => availableOutgoingBitrate !== undefined)?.availableOutgoingBitrate,
			),
		},
		security: {
			srtpCipher: word(transport?.srtpCipher),
			dtlsCipher: word(transport?.dtlsCipher),
			dtlsState: word(transport?.dtlsState),
		},
	}
}

function sum(entries: Entry[], key: string): number {
	return entries.reduce((total, entry) => total + (maybe(entry[key]) ?? 0), 0)
}

function maybe(value: unknown): number | null {
	return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function word(value: unknown): string | null {
	return typeof value === 'string' ? value : null
}

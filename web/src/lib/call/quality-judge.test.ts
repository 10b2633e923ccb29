import { describe, expect, test } from 'vitest'
import { firstJudgement, type Grade, gradeInterval, judge, sideOf } from './quality-judge.ts'
import { type Sample, sampleOf } from './stats.ts'

const start = sampleOf(0, [], [])

/** Two seconds after the start, with 500 packets each way and whatever the test says. */
function later(
	inbound: Partial<Sample['inbound']>,
	outbound: Partial<Sample['outbound']> = {},
	rttMs: number | null = null,
): Sample {
	return {
		...start,
		atMs: 2000,
		rttMs,
		inbound: { ...start.inbound, packetsReceived: 500, totalSamples: 96_000, ...inbound },
		outbound: { ...start.outbound, packetsSent: 500, ...outbound },
	}
}

describe('one interval', () => {
	test.each([
		['nothing lost', later({}), 'good'],
		['2 % lost', later({ packetsLost: 10 }), 'good'],
		['6 % lost', later({ packetsLost: 30 }), 'weak'],
		['20 % lost', later({ packetsLost: 100 }), 'poor'],
		['packets counted twice', later({ packetsLost: -20 }), 'good'],
		['6 % of the sound made up', later({ concealedSamples: 5_760 }), 'weak'],
		['a picture that stood for half a second', later({ totalFreezesS: 0.5 }), 'weak'],
		['a picture that stood for more than a second', later({ totalFreezesS: 1.2 }), 'poor'],
		['half a second of delay', later({}, {}, 500), 'weak'],
		['a second of delay', later({}, {}, 1000), 'poor'],
		['10 % of one’s own lost', later({}, { packetsLost: 50 }), 'weak'],
		[
			'one’s own picture shrunk for want of bandwidth',
			later({}, { limitation: 'bandwidth', frameHeight: 180 }),
			'weak',
		],
	] as const)('%s: %s', (_, sample, expected) => {
		expect(gradeInterval(start, sample)).toBe(expected)
	})

	test('a call in which nothing flows yet is not called weak', () => {
		expect(gradeInterval(start, { ...start, atMs: 2000 })).toBe('good')
	})
})

describe('a row of readings', () => {
	const levels = (readings: Grade[]) => {
		let state = firstJudgement
		return readings.map((reading) => {
			state = judge(state, reading)
			return state.level
		})
	}

	test('one bad reading changes nothing, two do', () => {
		expect(levels(['good', 'weak', 'good', 'weak', 'weak'])).toEqual(['good', 'good', 'good', 'good', 'weak'])
	})

	test('it takes three good ones to be good again', () => {
		expect(levels(['poor', 'poor', 'good', 'good', 'poor', 'good', 'good', 'good'])).toEqual([
			...['good', 'poor', 'poor', 'poor', 'poor', 'poor', 'poor'],
			'good',
		])
	})

	test('weak and poor readings count together towards worse', () => {
		expect(levels(['good', 'weak', 'poor'])).toEqual(['good', 'good', 'poor'])
	})
})

describe('whose line it is', () => {
	test('a stream that arrives damaged at the sfu is its sender’s', () => {
		expect(sideOf('weak', { ownSending: 10, otherSending: 4 })).toBe('other')
		expect(sideOf('weak', { ownSending: 4, otherSending: 10 })).toBe('own')
	})

	test('when both are bad, or nobody knows, one’s own is named: that one can be mended here', () => {
		expect(sideOf('poor', { ownSending: 3, otherSending: 3 })).toBe('own')
		expect(sideOf('poor', { ownSending: null, otherSending: null })).toBe('own')
	})
})

test('a sample adds what several streams report and takes the connected transport', () => {
	const sample = sampleOf(
		5,
		[
			{ type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.04, availableOutgoingBitrate: 900_000 },
			{ type: 'outbound-rtp', kind: 'video', packetsSent: 7, framesEncoded: 3, qualityLimitationReason: 'cpu' },
			{ type: 'remote-inbound-rtp', kind: 'video', packetsLost: 1 },
		],
		[
			{ type: 'inbound-rtp', kind: 'video', packetsReceived: 10, framesDecoded: 4, freezeCount: 1 },
			{
				type: 'inbound-rtp',
				kind: 'audio',
				packetsReceived: 5,
				totalAudioEnergy: 0.2,
				concealedSamples: 9,
				silentConcealedSamples: 4,
			},
			{ type: 'transport', dtlsState: 'connected', srtpCipher: 'AEAD_AES_256_GCM', dtlsCipher: 'X' },
		],
	)
	expect(sample.rttMs).toBe(40)
	expect(sample.inbound).toMatchObject({ packetsReceived: 15, framesDecoded: 4, audioEnergy: 0.2, concealedSamples: 5 })
	expect(sample.outbound).toMatchObject({
		packetsSent: 7,
		packetsLost: 1,
		limitation: 'cpu',
		availableBitrate: 900_000,
	})
	expect(sample.security).toEqual({ srtpCipher: 'AEAD_AES_256_GCM', dtlsCipher: 'X', dtlsState: 'connected' })
})

import type { Sample } from './stats.ts'

/** How the line is, as people can use it. `side` says whose: the one to be told what to do. */
export type LineQuality = { level: 'unknown' | 'good' | 'weak' | 'poor'; side: 'own' | 'other' }
export type Grade = 'good' | 'weak' | 'poor'

/** What both ends know of each other's streams: mediasoup's scores, 0 to 10, null while none came. */
export type Scores = { ownSending: number | null; otherSending: number | null }

/** Two bad readings in a row make it worse, three good ones better: words that flicker worry people. */
const readingsToWorsen = 2
const readingsToImprove = 3
const order: readonly Grade[] = ['good', 'weak', 'poor']

/**
 * One interval between two samples, judged. The limits are where people notice: sound breaks up audibly above 5 % concealed
 * samples, talk collides above 400 ms of round trip, a picture that stands still is seen at once.
 */
export function gradeInterval(before: Sample, now: Sample): Grade {
	const ratio = (part: number, whole: number) => (whole > 0 ? Math.max(0, part) / whole : 0)
	const loss = ratio(
		now.inbound.packetsLost - before.inbound.packetsLost,
		now.inbound.packetsReceived - before.inbound.packetsReceived,
	)
	const lossOut = ratio(
		now.outbound.packetsLost - before.outbound.packetsLost,
		now.outbound.packetsSent - before.outbound.packetsSent,
	)
	const concealed = ratio(
		now.inbound.concealedSamples - before.inbound.concealedSamples,
		now.inbound.totalSamples - before.inbound.totalSamples,
	)
	const frozen = ratio(now.inbound.totalFreezesS - before.inbound.totalFreezesS, (now.atMs - before.atMs) / 1000)
	const rttMs = now.rttMs ?? 0
	const starved =
		now.outbound.limitation === 'bandwidth' && now.outbound.frameHeight > 0 && now.outbound.frameHeight < 270
	if (loss > 0.15 || lossOut > 0.15 || concealed > 0.15 || frozen > 0.5 || rttMs > 800) return 'poor'
	if (loss > 0.05 || lossOut > 0.05 || concealed > 0.05 || frozen > 0.2 || rttMs > 400 || starved) return 'weak'
	return 'good'
}

export type Judgement = { level: Grade; turn: { to: Grade; readings: number } | null }

/** Where every call begins: nobody is told of a weak line before it was weak for a while. */
export const firstJudgement: Judgement = { level: 'good', turn: null }

/** Takes one more reading into account, without haste. */
export function judge(before: Judgement, reading: Grade): Judgement {
	if (reading === before.level) return { level: before.level, turn: null }
	const worse = order.indexOf(reading) > order.indexOf(before.level)
	const wasWorse = before.turn ? order.indexOf(before.turn.to) > order.indexOf(before.level) : worse
	const readings = before.turn && wasWorse === worse ? before.turn.readings + 1 : 1
	if (readings >= (worse ? readingsToWorsen : readingsToImprove)) return { level: reading, turn: null }
	return { level: before.level, turn: { to: reading, readings } }
}

/** Whose line it is: a stream that leaves its sender damaged is the sender's, everything else one's own. */
export function sideOf(level: Grade, scores: Scores): LineQuality['side'] {
	if (level === 'good') return 'own'
	const otherBad = scores.otherSending !== null && scores.otherSending < 7
	const ownBad = scores.ownSending !== null && scores.ownSending < 7
	return otherBad && !ownBad ? 'other' : 'own'
}

import type { BenchResult } from '../../../bin/bench/record.ts'
import { summarize } from '../../../bin/bench/summarize.ts'
import { describeSamples, isNoisy, isSaturated, ratiosOf, rounded, spread } from './describe-samples.ts'
import { microsecondsEach, type Sample } from './measure.ts'

type Samples = Record<string, Sample[]>
type What = { name: string; measure: string; against: string; most: number; ours: number[]; theirs: number[] }

/** CPU a forwarded packet in µs, repeat by repeat: of all of a side's processes, or of those named. */
export function perPacket(samples: Samples, side: string, ...processes: string[]): number[] {
	return (samples[side] ?? []).map((sample) => microsecondsEach(sample, ...processes))
}

/** Of Janus's two ways of sharing work among threads the better one, and its name: one that loses packets is none. */
export function betterJanus(samples: Samples): { against: string; cpu: number[] } {
	const ways = ['Janus, a thread each', 'Janus, one loop'].map((name) => ({ name, cpu: perPacket(samples, name) }))
	const whole = ways.filter(({ name }) => lossOf(samples[name] ?? []) < 0.001)
	const [best] = (whole.length > 0 ? whole : ways).toSorted(
		(one, other) => summarize(one.cpu).median - summarize(other.cpu).median,
	)
	if (!best) throw new Error('Janus was not measured')
	return {
		against: `Janus 1.1.2 (Debian's package, SRTP through NSS, ${best.name.slice('Janus, '.length)})`,
		cpu: best.cpu,
	}
}

function lossOf(samples: Sample[]): number {
	const sum = (value: (sample: Sample) => number) => samples.reduce((total, sample) => total + value(sample), 0)
	return 1 - sum(({ received }) => received) / sum(({ expected }) => expected)
}

/** Ours against theirs, each repeat by itself. A run whose generator saturated meets nothing. */
export function compare(
	{ name, measure, against, most, ours, theirs }: What,
	samples: Samples,
	how: string,
): BenchResult {
	const ratios = ratiosOf(ours, theirs)
	const { median } = summarize(ratios)
	const all = Object.entries(samples)
	const isVoid = all.some(([, taken]) => isSaturated(taken))
	return {
		name,
		measure,
		against,
		goal: `≤ ${most}`,
		value: median,
		unit: 'ratio',
		met: median <= most && !isVoid,
		raw: { 'ours, µs': rounded(ours), 'reference, µs': rounded(theirs), ratios: rounded(ratios) },
		notes: [
			`ratio ${spread(ratios)}; ours ${spread(ours)} µs a packet, reference ${spread(theirs)} µs`,
			how,
			...all.map(([side, taken]) => describeSamples(side, taken)),
			...(isVoid ? ['VOID: the generator saturated'] : []),
			...(all.some(([, taken]) => isNoisy(taken)) ? ['The machine was not quiet: ticks came late.'] : []),
		],
	}
}

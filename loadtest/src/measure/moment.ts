import type { Generator, GeneratorSample } from '../generator/types.ts'
import { percentile } from './histogram.ts'
import type { HostWatch } from './host.ts'
import type { ProcessWatch, Usage } from './processes.ts'

/** One look at everything: what the participants saw, what the stack used, and whether the generator kept up. */
export interface Moment {
	/** Seconds since the scenario began. */
	atS: number
	rooms: number
	participants: number
	sentPerS: number
	receivedPerS: number
	expected: number
	lost: number
	duplicated: number
	reordered: number
	/** One-way, in milliseconds; null where nothing arrived. */
	delayMs: { p50: number; p95: number; p99: number } | null
	/** By part of the stack. Empty for a stack on another machine. */
	servers: Record<string, Usage>
	/** `cpu`: the busiest generating process, in cores. `lateMs`: how late its ticks came, p99. */
	generator: { cpu: number; lateMs: number; memoryMb: number; processes: number }
	/** Share of the machine that stood idle; null where it cannot be seen. */
	hostIdle: number | null
	/** Why the generator cannot be trusted at this moment, or null. */
	saturated: string | null
}

export interface Watches {
	generator: Generator
	processes: ProcessWatch
	host: HostWatch
	startedAtMs: number
}

/** From here on a generating process is the limit itself: its packets leave late, and what arrives is read late. */
export const saturation = { cpu: 0.9, lateMs: 20 }

/** Looks at generator, stack and machine; each tells what happened since the last look. */
export async function lookAt(watches: Watches): Promise<Moment> {
	const sample = await watches.generator.sample()
	const hostIdle = watches.host.look()
	return toMoment(sample, {
		hostIdle,
		servers: watches.processes.look(),
		atS: (performance.now() - watches.startedAtMs) / 1000,
	})
}

type Around = Pick<Moment, 'atS' | 'hostIdle' | 'servers'>

export function toMoment(sample: GeneratorSample, around: Around): Moment {
	const seconds = sample.spanMs / 1000
	const both = (key: keyof GeneratorSample['audio']) => sample.audio[key] + sample.video[key]
	const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(sample.delay, share)) as [number, number, number]
	const worst = (read: (process: GeneratorSample['processes'][number]) => number) =>
		Math.max(0, ...sample.processes.map(read))
	const generator = {
		cpu: worst(({ cpu }) => cpu),
		lateMs: worst(({ lateMs }) => lateMs),
		memoryMb: sample.processes.reduce((sum, { memoryMb }) => sum + memoryMb, 0),
		processes: sample.processes.length,
	}
	return {
		...around,
		rooms: sample.rooms,
		participants: sample.participants,
		sentPerS: sample.sent.packets / seconds,
		receivedPerS: both('received') / seconds,
		expected: both('expected'),
		lost: both('lost'),
		duplicated: both('duplicated'),
		reordered: both('reordered'),
		delayMs: Number.isNaN(p50) ? null : { p50, p95, p99 },
		generator,
		saturated: whySaturated(generator),
	}
}

function whySaturated({ cpu, lateMs }: Moment['generator']): string | null {
	if (cpu > saturation.cpu) return `a generating process used ${Math.round(cpu * 100)} % of its core`
	if (lateMs > saturation.lateMs) return `packets left up to ${Math.round(lateMs)} ms late`
	return null
}

/** Lost of what was to arrive over several moments, 0 to 1; 0 of nothing. */
export function lossOf(moments: readonly Moment[]): number {
	const sum = (key: 'lost' | 'expected') => moments.reduce((all, moment) => all + moment[key], 0)
	return sum('expected') === 0 ? 0 : sum('lost') / sum('expected')
}

import type { Moment } from '../measure/moment.ts'
import { type ChurnOptions, churn } from './churn.ts'
import { median } from './figures.ts'
import type { Figure, Outcome } from './outcome.ts'
import type { Run } from './run.ts'

/** Growth beyond this from the second quarter of the run to its last is no noise. */
const flat = { share: 0.1, memoryMb: 20, handles: 20 }

/**
 * The same as `churn`, for an hour: visits come and go, and at its end no part of the stack may hold more memory or more
 * files than early on. The first quarter does not count: caches fill, code is compiled.
 */
export async function soak(run: Run, options: ChurnOptions): Promise<Outcome> {
	const moments: Moment[] = []
	const outcome = await churn(
		{
			...run,
			onMoment: (moment) => {
				moments.push(moment)
				run.onMoment(moment)
			},
		},
		options,
	)
	const grown = growthOf(moments)
	const leaks = grown.filter(({ leaks }) => leaks)
	return {
		...outcome,
		sentence: `${outcome.sentence} ${leaks.length === 0 ? 'Memory and open files stayed flat.' : `Grown: ${leaks.map(({ name }) => name).join(', ')}.`}`,
		ok: outcome.ok && leaks.length === 0,
		figures: [...outcome.figures, ...grown],
		problems: [...outcome.problems, ...leaks.map(({ name, value }) => ({ what: `${name}: ${value}`, count: 1 }))],
	}
}

/** Early and late medians of what each part holds, with what grew marked. */
export function growthOf(moments: readonly Moment[]): (Figure & { leaks: boolean })[] {
	const quarter = Math.floor(moments.length / 4)
	const [early, late] = [moments.slice(quarter, 2 * quarter), moments.slice(3 * quarter)]
	const parts = [...new Set(moments.flatMap(({ servers }) => Object.keys(servers)))]
	return parts.flatMap((part) =>
		(['memoryMb', 'handles'] as const).map((key) => {
			const of = (some: readonly Moment[]) => median(some.flatMap(({ servers }) => servers[part]?.[key] ?? []))
			const [from, to] = [of(early), of(late)]
			return {
				name: `${part}: ${key === 'memoryMb' ? 'memory' : 'open files'}`,
				value: `${Math.round(from)} → ${Math.round(to)}${key === 'memoryMb' ? ' MB' : ''}`,
				leaks: to - from > Math.max(from * flat.share, flat[key]),
			}
		}),
	)
}

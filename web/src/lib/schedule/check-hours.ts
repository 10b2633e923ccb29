import { clockTime } from '@enshin/contracts/ids.ts'
import type { Range } from './draft.ts'

/** What is wrong with one row of working hours, so that it can be said in plain words beside it. */
export type HoursProblem =
	| { kind: 'missing'; ends: ('from' | 'to')[] }
	| { kind: 'reversed' }
	| { kind: 'overlap'; with: { from: string; to: string } }

/** Problems by the rows' keys. Of two that overlap, both are told, for either may be the wrong one. Touching is fine. */
export function checkHours(ranges: Range[]): Map<number, HoursProblem> {
	const problems = new Map<number, HoursProblem>()
	for (const row of ranges) {
		const problem = ownProblem(row)
		if (problem) problems.set(row.key, problem)
	}
	const sound = ranges.filter(({ key }) => !problems.has(key))
	for (const row of sound) {
		const other = sound.find(
			(candidate) =>
				candidate.key !== row.key &&
				candidate.weekday === row.weekday &&
				candidate.from < row.to &&
				row.from < candidate.to,
		)
		if (other) problems.set(row.key, { kind: 'overlap', with: { from: other.from, to: other.to } })
	}
	return problems
}

function ownProblem({ from, to }: Range): HoursProblem | null {
	const ends = (['from', 'to'] as const).filter((end) => !clockTime.safeParse(end === 'from' ? from : to).success)
	if (ends.length > 0) return { kind: 'missing', ends }
	return from < to ? null : { kind: 'reversed' }
}

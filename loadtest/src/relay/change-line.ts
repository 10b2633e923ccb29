import type { Change, Impairment, Line } from './types.ts'

/** The line after a change: what the change does not name stays. */
export function changeLine(before: Line, change: Change): Line {
	return isOfOne(change) ? { ...before, ...change } : { up: change, down: change }
}

function isOfOne(change: Impairment | Partial<Line>): change is Partial<Line> {
	return 'up' in change || 'down' in change
}

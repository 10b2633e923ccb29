import { expect, test } from 'vitest'
import { type Queued, queuePositionsOf } from './queue.ts'

const minute = 60_000
const at = (minutes: number, rest: Partial<Queued> = {}): Queued => ({
	callId: `call-${minutes}`,
	startsAtMs: minutes * minute,
	state: 'waiting',
	guestPresent: true,
	...rest,
})
const mine = at(30)

/** Where one stands among all. */
function positionOf({ callId }: Queued, all: Queued[], nowMs: number) {
	const position = queuePositionsOf(all, nowMs).get(callId)
	if (!position) throw new Error('not among them')
	return position
}

test('those who are here for an earlier time come first, those for a later one do not', () => {
	expect(positionOf(mine, [at(10), mine, at(20), at(40)], 0).ahead).toBe(2)
})

test('whoever is called or in the call counts, whatever the time of their appointment', () => {
	const states = ['ringing', 'live', 'interrupted'] as const
	for (const state of states) expect(positionOf(mine, [mine, at(40, { state })], 0).ahead).toBe(1)
})

test('who has not come, or is done, is not waited for', () => {
	expect(positionOf(mine, [mine, at(10, { guestPresent: false }), at(20, { state: 'ended' })], 0).ahead).toBe(0)
})

test('two for the same time are in one order for both', () => {
	const other = { ...mine, callId: 'call-0' }
	expect(positionOf(mine, [mine, other], 0).ahead + positionOf(other, [mine, other], 0).ahead).toBe(1)
})

test('the delay counts whole minutes from the time of the appointment, and never below nothing', () => {
	const delay = (nowMs: number) => positionOf(mine, [mine], nowMs).delayMinutes
	expect([delay(0), delay(30 * minute), delay(31 * minute - 1), delay(31 * minute), delay(75 * minute)]).toEqual([
		0, 0, 0, 1, 45,
	])
})

import { expect, test } from 'vitest'
import { phaseOf } from './phase.ts'

test.each([
	[null, null, { kind: 'entering' }],
	[null, 'waiting', { kind: 'waiting' }],
	[null, 'ringing', { kind: 'ringing' }],
	[null, 'live', { kind: 'talking' }],
	[null, 'interrupted', { kind: 'talking' }],
	[null, 'ended', { kind: 'over', ended: true }],
] as const)('with a line (%s), a call that is %s shows %o', (stopped, state, expected) => {
	expect(phaseOf(stopped, state)).toEqual(expected)
})

test('a call opened elsewhere says so even while it is live', () => {
	expect(phaseOf({ kind: 'replaced' }, 'live')).toEqual({ kind: 'elsewhere' })
})

test('who left may come back, who was told of the end may not', () => {
	expect(phaseOf({ kind: 'left' }, 'live')).toEqual({ kind: 'over', ended: false })
	expect(phaseOf({ kind: 'left' }, 'ended')).toEqual({ kind: 'over', ended: true })
	expect(phaseOf({ kind: 'ended' }, 'live')).toEqual({ kind: 'over', ended: true })
})

test('a refusal keeps its code for the page', () => {
	expect(phaseOf({ kind: 'refused', code: 'auth.forbidden' }, null)).toEqual({
		kind: 'refused',
		code: 'auth.forbidden',
	})
})

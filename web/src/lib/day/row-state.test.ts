import { expect, it } from 'vitest'
import { appointmentAt, at, presenceOf } from './fixtures.ts'
import { rowState } from './row-state.ts'

const visit = appointmentAt('10:00')
const waiting = presenceOf(visit, { guestPresent: true, guestSince: at('09:55').toISOString() })

it('expects a patient of whom nothing is known, and counts lateness only while they may still come', () => {
	expect(rowState(visit, undefined, at('09:50'))).toEqual({ kind: 'expected', lateMinutes: null })
	expect(rowState(visit, undefined, at('10:00'))).toEqual({ kind: 'expected', lateMinutes: null })
	expect(rowState(visit, undefined, at('10:12'))).toEqual({ kind: 'expected', lateMinutes: 12 })
	expect(rowState(visit, undefined, at('15:00'))).toEqual({ kind: 'expected', lateMinutes: null })
})

it('counts the minutes of waiting from the arrival, and never below zero', () => {
	expect(rowState(visit, waiting, at('09:58'))).toEqual({ kind: 'waiting', minutes: 3 })
	expect(rowState(visit, waiting, at('09:54'))).toEqual({ kind: 'waiting', minutes: 0 })
})

it('expects a patient again who left the waiting room', () => {
	expect(rowState(visit, { ...waiting, guestPresent: false, guestSince: null }, at('09:58')).kind).toBe('expected')
})

it.each(['ringing', 'live', 'interrupted'] as const)('takes signaling’s word that the call is %s', (state) => {
	expect(rowState(visit, { ...waiting, state }, at('10:01')).kind).toBe(state)
})

it('counts a call from when both first met, through its interruptions', () => {
	const call = { state: 'live' as const, liveSince: at('10:00').toISOString() }
	const live = { ...waiting, state: 'live' as const, since: at('10:20').toISOString() }
	expect(rowState({ ...visit, call: { ...visit.call, ...call } }, live, at('10:25'))).toEqual({
		kind: 'live',
		minutes: 25,
	})
	expect(rowState(visit, live, at('10:25'))).toEqual({ kind: 'live', minutes: 5 })
})

it('falls back on the record while signaling is away', () => {
	const live = appointmentAt('10:00', { call: { state: 'live', liveSince: at('10:01').toISOString() } })
	expect(rowState(live, undefined, at('10:05'))).toEqual({ kind: 'live', minutes: 4 })
})

it('is over as soon as either of them says so, and stays over', () => {
	expect(rowState(visit, { ...waiting, state: 'ended' }, at('10:20'))).toEqual({ kind: 'done', endReason: null })
	const ended = { status: 'completed' as const, call: { state: 'ended' as const, endReason: 'unsuitable' as const } }
	expect(rowState(appointmentAt('10:00', ended), { ...waiting, state: 'live' }, at('10:20'))).toEqual({
		kind: 'done',
		endReason: 'unsuitable',
	})
})

it('tells who did not come from whom the clinic saw, and what was cancelled', () => {
	expect(rowState(appointmentAt('10:00', { status: 'no_show' }), undefined, at('11:00')).kind).toBe('no_show')
	expect(rowState(appointmentAt('10:00', { status: 'cancelled' }), undefined, at('11:00')).kind).toBe('cancelled')
})

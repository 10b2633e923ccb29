import { expect, it } from 'vitest'
import { stageOf } from './stage.ts'

const call = (state: 'waiting' | 'ringing' | 'live' | 'interrupted' | 'ended') => ({
	state,
	liveSince: null,
	endedAt: null,
	endReason: null,
})
const at = (tokyo: string) => new Date(`${tokyo}:00+09:00`)
const booked = (tokyo: string, state: Parameters<typeof call>[0] = 'waiting') => ({
	status: 'booked' as const,
	startsAt: at(tokyo).toISOString(),
	endsAt: new Date(at(tokyo).getTime() + 15 * 60_000).toISOString(),
	call: call(state),
})

it('is prepared on its day, and around midnight', () => {
	expect(stageOf(booked('2026-11-22T18:00'), at('2026-11-22T08:00'))).toBe('today')
	expect(stageOf(booked('2026-11-22T09:00'), at('2026-11-22T10:10'))).toBe('today')
	expect(stageOf(booked('2026-11-23T00:15'), at('2026-11-22T23:00'))).toBe('today')
	expect(stageOf(booked('2026-11-22T23:45'), at('2026-11-23T00:30'))).toBe('today')
})

it('is over an hour after its end, when nobody called', () => {
	expect(stageOf(booked('2026-11-22T09:00'), at('2026-11-22T10:16'))).toBe('over')
	expect(stageOf(booked('2026-11-22T09:00', 'live'), at('2026-11-22T12:00'))).toBe('running')
})

it('is waited for on the days before', () => {
	expect(stageOf(booked('2026-11-23T09:00'), at('2026-11-22T18:00'))).toBe('later')
})

it('is gone back to while its call runs, and is over when that has ended', () => {
	expect(stageOf(booked('2026-11-22T09:00', 'live'), at('2026-11-22T09:05'))).toBe('running')
	expect(stageOf(booked('2026-11-22T09:00', 'interrupted'), at('2026-11-22T09:05'))).toBe('running')
	expect(stageOf(booked('2026-11-22T09:00', 'ended'), at('2026-11-22T09:30'))).toBe('over')
	expect(stageOf({ ...booked('2026-11-23T09:00'), status: 'cancelled' }, at('2026-11-22T09:30'))).toBe('over')
})

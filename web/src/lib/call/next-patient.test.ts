import type { Appointment } from '@enshin/contracts/api.ts'
import { expect, test } from 'vitest'
import { nextPatient } from './next-patient.ts'

const now = Date.parse('2026-11-22T10:00:00+09:00')

function appointment(name: string, startsAt: string, change: Partial<Appointment> = {}): Appointment {
	const starts = `2026-11-22T${startsAt}:00+09:00`
	return {
		id: name,
		callId: name,
		kind: 'consultation',
		status: 'booked',
		startsAt: starts,
		endsAt: new Date(Date.parse(starts) + 15 * 60_000).toISOString(),
		facility: { id: 'f', slug: 'sakura', name: 'さくら内科クリニック', kind: 'clinic', telephone: '03-5550-0101' },
		practitioner: { id: 'yamamoto', name: '山本 健一', kana: 'やまもと けんいち', title: '内科' },
		patient: {
			id: name,
			name,
			kana: '',
			birthDate: '1951-04-03',
			sex: 'female',
			patientNumber: '1',
			chartNumber: null,
		},
		call: { state: 'waiting', liveSince: null, endedAt: null, endReason: null },
		outsideSchedule: false,
		bookedByProxy: null,
		changeable: true,
		...change,
	}
}

const seen = appointment('seen', '09:45')

test('the next is the earliest who is still to be seen, whatever the order of the list', () => {
	const day = [appointment('later', '10:30'), appointment('soon', '10:15'), seen]
	expect(nextPatient(seen, day, now)?.callId).toBe('soon')
})

test('somebody late comes before somebody on time, but not an hour after their time', () => {
	const day = [appointment('gone', '08:30'), appointment('late', '09:30'), appointment('soon', '10:15')]
	expect(nextPatient(seen, day, now)?.callId).toBe('late')
})

test('nobody is called twice, in another doctor’s place, or after a cancellation', () => {
	const ended = { state: 'ended', liveSince: null, endedAt: null, endReason: 'completed' } as const
	const day = [
		seen,
		appointment('done', '10:00', { call: ended }),
		appointment('cancelled', '10:00', { status: 'cancelled' }),
		appointment('of another', '10:00', { practitioner: { ...seen.practitioner, id: 'sato' } }),
	]
	expect(nextPatient(seen, day, now)).toBeNull()
})

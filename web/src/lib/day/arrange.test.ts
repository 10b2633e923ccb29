import type { Appointment } from '@enshin/contracts/api.ts'
import type { Presence } from '@enshin/contracts/call.ts'
import { describe, expect, it } from 'vitest'
import { arrange } from './arrange.ts'
import { appointmentAt, at, presenceOf } from './fixtures.ts'

const [doctor, other] = ['やまもと けんいち', 'さとう けいこ']
const self = { role: 'doctor' as const, practitionerId: doctor }
const admin = { role: 'doctor_admin' as const, practitionerId: other }
const staff = { role: 'staff' as const, practitionerId: null }

const known = (...presences: Presence[]) => {
	const map = new Map(presences.map((presence) => [presence.callId, presence]))
	return (callId: string) => map.get(callId)
}
const nothing = known()
const present = (visit: Appointment, said: Partial<Presence> = {}) =>
	presenceOf(visit, { guestPresent: true, guestSince: at('09:50').toISOString(), ...said })

const early = appointmentAt('10:00')
const middle = appointmentAt('10:15')
const late = appointmentAt('10:30')
const day = [late, early, middle]
const turnOf = (rows: ReturnType<typeof arrange>) => rows.filter(({ rank }) => rank === 'turn')

it('keeps the order of the times, whoever is there', () => {
	const rows = arrange(day, known(present(late)), self, at('10:05'))
	expect(rows.map(({ appointment }) => appointment)).toEqual([early, middle, late])
})

it('leaves cancelled appointments out', () => {
	const cancelled = appointmentAt('10:05', { status: 'cancelled' })
	expect(arrange([cancelled, early], nothing, self, at('10:00')).map(({ appointment }) => appointment)).toEqual([early])
})

describe('whose turn it is', () => {
	it('is the next who is expected, with nobody to call yet', () => {
		const [turn, ...more] = turnOf(arrange(day, nothing, self, at('09:30')))
		expect(more).toEqual([])
		expect(turn).toMatchObject({ appointment: early, action: null })
	})

	it('passes on when a time is over and nobody came', () => {
		expect(turnOf(arrange(day, nothing, self, at('10:16')))).toMatchObject([{ appointment: middle }])
		expect(turnOf(arrange(day, nothing, self, at('11:00')))).toEqual([])
	})

	it('is the first of those who wait, before somebody who is only expected', () => {
		const rows = arrange(day, known(present(late), present(middle)), self, at('09:55'))
		expect(turnOf(rows)).toMatchObject([{ appointment: middle, action: 'call' }])
	})

	it('stays with the call that runs, whoever waits', () => {
		for (const state of ['ringing', 'live', 'interrupted'] as const) {
			const rows = arrange(day, known(present(late, { state, hostPresent: true }), present(early)), self, at('10:00'))
			expect(turnOf(rows)).toMatchObject([{ appointment: late, action: 'return' }])
		}
	})

	it('is one for each practitioner', () => {
		const elsewhere = appointmentAt('10:45', { practitioner: other })
		const rows = arrange([...day, elsewhere], known(present(elsewhere)), self, at('09:55'))
		expect(turnOf(rows)).toMatchObject([
			{ appointment: early, action: null },
			{ appointment: elsewhere, action: null },
		])
	})

	it('is nobody’s on another day', () => {
		expect(turnOf(arrange(day, nothing, self, new Date('2026-11-21T23:00:00+09:00')))).toEqual([])
	})
})

describe('the button', () => {
	const rows = (viewer: Parameters<typeof arrange>[2], said: Partial<Presence> = {}) =>
		turnOf(arrange([early], known(present(early, said)), viewer, at('10:00')))

	it('is the practitioner’s and an admin’s, and never reception’s', () => {
		expect(rows(self)).toMatchObject([{ action: 'call' }])
		expect(rows(admin)).toMatchObject([{ action: 'call' }])
		expect(rows(staff)).toMatchObject([{ action: null }])
		expect(rows({ role: 'doctor', practitionerId: other })).toMatchObject([{ action: null }])
	})

	it('does not send an admin into a call that its own doctor holds', () => {
		expect(rows(admin, { state: 'live', hostPresent: true })).toMatchObject([{ action: null }])
		expect(rows(admin, { state: 'interrupted', hostPresent: false })).toMatchObject([{ action: 'return' }])
		expect(rows(self, { state: 'live', hostPresent: true })).toMatchObject([{ action: 'return' }])
	})
})

it('closes what is over, and it never comes back as somebody’s turn', () => {
	const ended = appointmentAt('09:45', { status: 'completed', call: { state: 'ended', endReason: 'completed' } })
	const missed = appointmentAt('09:30', { status: 'no_show' })
	const rows = arrange([missed, ended, early], known(present(ended, { state: 'live' })), self, at('09:40'))
	expect(rows.map(({ rank }) => rank)).toEqual(['closed', 'closed', 'turn'])
})

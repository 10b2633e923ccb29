import type { Appointment } from '@enshin/contracts/api.ts'
import type { Presence } from '@enshin/contracts/call.ts'

/** For the tests of this folder: appointments on 2026-11-22, said in as few words as they differ. */
export const facilityId = '01936f3e-0000-7000-8000-00000000000f'

export function at(clock: string): Date {
	return new Date(`2026-11-22T${clock}:00+09:00`)
}

type Said = {
	status?: Appointment['status']
	call?: Partial<Appointment['call']>
	practitioner?: string
	patient?: Partial<Appointment['patient']>
}

let made = 0

export function appointmentAt(clock: string, said: Said = {}): Appointment {
	made += 1
	const startsAt = at(clock)
	const number = String(made).padStart(12, '0')
	const practitioner = said.practitioner ?? 'やまもと けんいち'
	return {
		id: `01936f3e-0000-7000-8000-${number}`,
		callId: `01936f3e-0000-7000-9000-${number}`,
		kind: 'consultation',
		status: said.status ?? 'booked',
		startsAt: startsAt.toISOString(),
		endsAt: new Date(startsAt.getTime() + 15 * 60_000).toISOString(),
		facility: {
			id: facilityId,
			slug: 'sakura',
			name: 'さくら内科クリニック',
			kind: 'clinic',
			telephone: '03-0000-0000',
		},
		practitioner: { id: practitioner, name: practitioner, kana: practitioner, title: '内科' },
		patient: {
			id: `01936f3e-0000-7000-a000-${number}`,
			name: '髙橋 花子',
			kana: 'たかはし はなこ',
			birthDate: '1951-04-03',
			sex: 'female',
			patientNumber: '2026-000001',
			chartNumber: 'S-0001',
			...said.patient,
		},
		call: { state: 'waiting', liveSince: null, endedAt: null, endReason: null, ...said.call },
		outsideSchedule: false,
		bookedByProxy: null,
		changeable: true,
	}
}

export function presenceOf({ callId }: Appointment, said: Partial<Presence>): Presence {
	const nobody = { guestPresent: false, guestSince: null, hostPresent: false }
	return { callId, facilityId, state: 'waiting', since: at('09:00').toISOString(), ...nobody, ...said }
}

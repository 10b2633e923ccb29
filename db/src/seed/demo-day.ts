import { addDays, tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import { slotMinutes } from './seed-schedules.ts'

export interface DemoAppointment {
	practitioner: string
	patient: string
	startsAt: Date
	status: DemoStatus
}

export type DemoStatus = 'booked' | 'completed' | 'no_show'

const slotMs = slotMinutes * 60_000

/** The slot that begins within minutes: the demo's next patient. */
export function nextSlot(now: Date): Date {
	return new Date(Math.ceil((now.getTime() + 60_000) / slotMs) * slotMs)
}

/** Slots from the next one, negative for past ones. */
const today: [practitioner: string, slots: number, patient: string, status?: DemoStatus][] = [
	['doctor@sakura', -6, 'kenta', 'completed'],
	['doctor@sakura', -5, 'ichiro', 'completed'],
	['doctor@sakura', -3, 'emily', 'no_show'],
	['doctor@sakura', -2, 'midori', 'completed'],
	['doctor@sakura', 0, 'hanako'],
	['doctor@sakura', 1, 'emily'],
	['doctor@sakura', 2, 'taro'],
	['doctor@sakura', 4, 'ichiro'],
	['doctor@sakura', 7, 'kenta'],
	['admin@sakura', -4, 'taro', 'completed'],
	['admin@sakura', 3, 'midori'],
	['doctor@minato', -2, 'naomi', 'completed'],
	['doctor@minato', 0, 'midori'],
	['doctor@minato', 3, 'kenta'],
	['pharmacist@aoba', -4, 'midori', 'completed'],
	['pharmacist@aoba', -1, 'naomi', 'completed'],
	['pharmacist@aoba', 0, 'taro'],
	['pharmacist@aoba', 3, 'hanako'],
	['pharmacist@aoba', 5, 'naomi'],
]

/** The days after, at plain times: enough that a calendar looks used, and a patient finds most of it free. */
const ahead: [practitioner: string, days: number, clock: string, patient: string][] = [
	['doctor@sakura', 1, '09:30', 'midori'],
	['doctor@sakura', 1, '10:00', 'ichiro'],
	['doctor@sakura', 1, '14:15', 'kenta'],
	['doctor@sakura', 2, '11:00', 'taro'],
	['doctor@sakura', 3, '09:00', 'emily'],
	['doctor@sakura', 5, '16:45', 'midori'],
	['admin@sakura', 2, '10:30', 'hanako'],
	['doctor@minato', 1, '13:00', 'naomi'],
	['doctor@minato', 4, '15:30', 'ichiro'],
	['pharmacist@aoba', 2, '13:30', 'taro'],
	['pharmacist@aoba', 6, '11:15', 'naomi'],
]

export function demoDay(now: Date): DemoAppointment[] {
	const next = nextSlot(now).getTime()
	return today.map(([practitioner, slots, patient, status = 'booked']) => ({
		practitioner: `${practitioner}.example`,
		patient: `${patient}@patient.example`,
		startsAt: new Date(next + slots * slotMs),
		status,
	}))
}

export function demoWeek(now: Date): DemoAppointment[] {
	return ahead.map(([practitioner, days, clock, patient]) => ({
		practitioner: `${practitioner}.example`,
		patient: `${patient}@patient.example`,
		startsAt: tokyoMoment(addDays(tokyoDay(now), days), clock),
		status: 'booked',
	}))
}

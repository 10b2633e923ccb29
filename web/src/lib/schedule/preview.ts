import type { Appointment, Schedule } from '@enshin/contracts/api.ts'
import { addDays, tokyoDay } from '@enshin/contracts/tokyo.ts'
import { fits, slotsOn } from './slots.ts'

export const previewDays = 14

/** One time of a day: free, booked, or booked where the hours would no longer have it. */
export type PreviewTime = { startsAt: string; kind: 'free' | 'booked' | 'outside' }
export type PreviewDay = { day: string; isOff: boolean; times: PreviewTime[]; free: number; booked: number }

type Booked = Pick<Appointment, 'startsAt' | 'endsAt'>

/**
 * What a schedule gives in the coming two weeks, beside what is booked: a slot that a booking touches is not free, and a
 * booking stands where it is, whatever the hours say. What has begun by `now` is left out.
 */
export function preview(schedule: Schedule, booked: Booked[], now: Date): PreviewDay[] {
	const today = tokyoDay(now)
	return Array.from({ length: previewDays }, (_, at) => addDays(today, at)).map((day) => {
		const taken = booked.filter(({ startsAt }) => tokyoDay(new Date(startsAt)) === day && new Date(startsAt) > now)
		const free = slotsOn(schedule, day).filter(
			(slot) =>
				slot.startsAt > now &&
				!booked.some((other) => new Date(other.startsAt) < slot.endsAt && slot.startsAt < new Date(other.endsAt)),
		)
		const times: PreviewTime[] = [
			...free.map(({ startsAt }) => ({ startsAt: startsAt.toISOString(), kind: 'free' as const })),
			...taken.map((appointment) => ({
				startsAt: new Date(appointment.startsAt).toISOString(),
				kind: fits(schedule, appointment) ? ('booked' as const) : ('outside' as const),
			})),
		]
		return {
			day,
			isOff: schedule.daysOff.includes(day),
			times: times.toSorted((one, other) => one.startsAt.localeCompare(other.startsAt)),
			free: free.length,
			booked: taken.length,
		}
	})
}

/** Those that would have to be moved: booked, ahead, and not within these hours. */
export function unfit<B extends Booked>(schedule: Schedule, booked: B[], now: Date): B[] {
	return booked.filter((appointment) => new Date(appointment.startsAt) > now && !fits(schedule, appointment))
}

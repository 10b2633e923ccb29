import type { Facility, Practitioner } from '@enshin/contracts/api.ts'
import { load } from '#lib/api/load.ts'
import { dayOf } from '#lib/format/day.ts'
import type { Choice } from './choice.ts'
import { readChoice } from './read-choice.ts'
import { type DayTimes, daysOf, freeAt, neighbours, type StripDay, stripDays, stripStart, timesOf } from './times.ts'

/** What the times page shows, and who could take the chosen time. */
export type When = {
	days: StripDay[]
	/** The day whose times are shown; null when no day is free. */
	day: string | null
	times: DayTimes
	before: string | null
	after: string | null
	/** Free at `choice.at`; empty when the time was taken or never was one. */
	free: string[]
}

/** Booking, at the question that comes next. */
export type BookingView = {
	step: 'facility' | 'who' | 'when' | 'confirm'
	choice: Choice
	facilities: Facility[]
	facility: Facility | null
	/** Null for 「どの先生でも」, or before the question. */
	practitioner: Practitioner | null
	when: When | null
	/** True when a time was chosen that is not free (any more). */
	timeTaken: boolean
}

/** Reads the address, answers by itself what has only one answer, and asks the api for the free times. */
export async function bookingView(
	locals: App.Locals,
	query: URLSearchParams,
	facilities: Facility[],
): Promise<BookingView> {
	const choice = readChoice(query)
	const facility = facilities.find(({ id }) => id === choice.facilityId) ?? only(facilities)
	choice.facilityId = facility?.id ?? null
	const practitioner = facility?.practitioners.find(({ id }) => id === choice.who) ?? null
	if (facility && !practitioner && choice.who !== 'any') choice.who = only(facility.practitioners)?.id ?? null

	const base = { choice, facilities, facility, practitioner, when: null, timeTaken: false }
	if (!facility) return { ...base, step: 'facility' }
	if (!choice.who) return { ...base, step: 'who' }

	const when = await timesFor(locals, facility.id, choice)
	const step = choice.at && when.free.length > 0 ? 'confirm' : 'when'
	const chosen = practitioner ?? facility.practitioners.find(({ id }) => id === choice.who) ?? null
	return { ...base, practitioner: chosen, step, when, timeTaken: choice.at !== null && step === 'when' }
}

function only<T>(list: T[]): T | null {
	return list.length === 1 ? (list[0] ?? null) : null
}

async function timesFor(locals: App.Locals, facilityId: string, choice: Choice): Promise<When> {
	const today = dayOf(new Date())
	const wanted = choice.at ? dayOf(choice.at) : choice.day
	const from = stripStart(today, choice.from)
	const practitionerId = choice.who === 'any' || choice.who === null ? undefined : choice.who
	const query = { from, days: String(stripDays), practitionerId }
	const { slots } = await load(locals, (api) =>
		api.facilities[':facilityId'].slots.$get({ param: { facilityId }, query }),
	)
	const days = daysOf(slots, from)
	const firstFree = days.find((entry) => entry.free)?.day ?? null
	const day = days.find((entry) => entry.free && entry.day === wanted)?.day ?? firstFree
	return {
		days,
		day,
		times: day ? timesOf(slots, day) : { morning: [], afternoon: [], evening: [] },
		...neighbours(today, from),
		free: choice.at ? freeAt(slots, choice.at) : [],
	}
}

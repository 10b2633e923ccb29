import { freeSlots, isWithinHours } from '@enshin/api/schedules/slots.ts'
import type { Schedule } from '@enshin/contracts/api.ts'
import { addDays, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import { expect, it } from 'vitest'
import { preview, previewDays } from '../src/lib/schedule/preview.ts'
import { fits } from '../src/lib/schedule/slots.ts'

// The preview runs in the browser, where the api's code cannot go: what holds the two together is this comparison.
const today = '2026-11-22'
const now = tokyoMoment(today, '12:20')

/** A small generator with a seed of its own: the same weeks at every run. */
function chances(seed: number) {
	let state = seed
	return (below: number) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
		return Math.floor((state / 2 ** 32) * below)
	}
}

function anyWeek(seed: number) {
	const chance = chances(seed)
	const clock = (quarter: number) =>
		`${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
	const hours = Array.from({ length: chance(12) }, () => {
		const from = chance(90)
		return { weekday: 1 + chance(7), from: clock(from), to: clock(from + 1 + chance(95 - from)) }
	})
	const schedule: Schedule = {
		slotMinutes: ([10, 15, 20, 30, 60] as const)[chance(5)] ?? 15,
		hours,
		daysOff: Array.from({ length: chance(4) }, () => addDays(today, chance(previewDays))),
	}
	const booked = Array.from({ length: chance(10) }, () => {
		const startsAt = tokyoMoment(addDays(today, chance(previewDays)), clock(chance(92)))
		return { startsAt, endsAt: new Date(startsAt.getTime() + 15 * 60_000) }
	})
	return { schedule, booked }
}

it('shows as free exactly what the api would offer, and as outside exactly what it would list to be moved', () => {
	let [slots, outside] = [0, 0]
	for (let seed = 1; seed <= 300; seed += 1) {
		const { schedule, booked } = anyWeek(seed)
		const told = booked.map(({ startsAt, endsAt }) => ({
			startsAt: startsAt.toISOString(),
			endsAt: endsAt.toISOString(),
		}))
		const shown = preview(schedule, told, now).flatMap(({ times }) => times)
		const offered = freeSlots(schedule, { from: today, days: previewDays, busy: booked, now })
		expect(
			shown.filter(({ kind }) => kind === 'free').map(({ startsAt }) => startsAt),
			`week ${seed}`,
		).toEqual(offered.map(({ startsAt }) => startsAt.toISOString()))
		for (const [at, appointment] of told.entries()) {
			const during = booked[at]
			expect(during && isWithinHours(schedule, during), `week ${seed}`).toBe(fits(schedule, appointment))
		}
		slots += offered.length
		outside += shown.filter(({ kind }) => kind === 'outside').length
	}
	// Weeks without anything in them would prove nothing.
	expect(slots).toBeGreaterThan(10_000)
	expect(outside).toBeGreaterThan(100)
})

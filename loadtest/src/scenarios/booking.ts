import { randomUUID } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { appointment, slot } from '@enshin/contracts/api.ts'
import { z } from 'zod'
import { ContestedSlots } from '../booking/contested-slots.ts'
import { type Proof, proveNoneDouble } from '../booking/prove-none-double.ts'
import { type Latency, Tally } from '../booking/tally.ts'
import { ask } from '../target/ask.ts'
import type { Bookers, Target } from '../target/types.ts'

export interface BookingOptions {
	/** People who look at free slots and at the facility's day, all the time. */
	readers: number
	/** People who book all the time, several of whom always want the same slot. */
	bookers: number
	seconds: number
	/** Ends it early, and reports what there is. */
	signal: AbortSignal
	/** A line for the terminal. */
	say: (line: string) => void
}

export interface BookingReport {
	seconds: number
	bookings: number
	bookingsPerSecond: number
	/** Answers that were no: by Problem code. `appointment.slot_taken` is what a race is about. */
	refused: Record<string, number>
	/** What should not be: no answer, 5xx, an answer nobody understands. */
	errors: Record<string, number>
	/** Bookings sent twice at once under one key, and how many of them were not answered alike. */
	repeats: { asked: number; differing: number }
	latency: { book: Latency | null; slots: Latency | null; day: Latency | null }
	proof: Proof
	/** How late this process's own timers came, p99: much more than 20 ms, and it was the limit. */
	lateMs: number
}

/** As many people as want one doctor's next slot. */
const racersADoctor = 4
/** One question in so many is sent twice at once, as by somebody who clicks twice. */
const repeatEvery = 10
/** Timers of Node's own measure are this coarse, and count it in. */
const resolutionMs = 10

const bookedAnswer = appointment.pick({ id: true })
const free = z.object({ slots: z.array(slot) })
const dayAnswer = z.object({ appointments: z.array(appointment) })

type Kind = 'book' | 'slots' | 'day'
type Scene = { people: Bookers; tally: Tally<Kind>; isOver: () => boolean }

/** Readers and racing bookers, and the proof that nobody is in two places. Rejects where the target does not answer at all. */
export async function runBooking(target: Target, options: BookingOptions): Promise<BookingReport> {
	const { readers, bookers, seconds, signal, say } = options
	const doctors = Math.max(1, Math.ceil(bookers / racersADoctor))
	const people = await target.bookers(Math.max(bookers, readers))
	const slotsUrl = `${people.apiUrl}/facilities/${people.facilityId}/slots`
	const contested = people.practitionerIds
		.slice(0, doctors)
		.map((id, nth) => new ContestedSlots(slotsUrl, people.bearers[nth] ?? '', id))
	const startedAt = performance.now()
	const elapsedS = () => (performance.now() - startedAt) / 1000
	const tally = new Tally<Kind>()
	const scene: Scene = { people, tally, isOver: () => signal.aborted || elapsedS() >= seconds }
	const booked = new Set<string>()
	const repeats = { asked: 0, differing: 0 }
	const late = monitorEventLoopDelay({ resolution: resolutionMs })
	late.enable()
	const progress = setInterval(() => {
		const refused = Object.values(tally.refused).reduce((all, one) => all + one, 0)
		say(`${Math.round(elapsedS())} s: ${booked.size} booked, ${refused} refused`)
	}, 1000)
	let took = 0
	try {
		await Promise.all([
			...people.bearers
				.slice(0, bookers)
				.map((bearer, nth) => raceOn(scene, contested[nth % doctors] as ContestedSlots, bearer, booked, repeats)),
			...people.bearers.slice(0, readers).map((_, nth) => readOn(scene, slotsUrl, nth)),
		])
		took = elapsedS()
	} finally {
		clearInterval(progress)
		late.disable()
	}
	say('reading all appointments again')
	const proof = await proveNoneDouble(people.apiUrl, people.bearers.slice(0, bookers), booked)
	return {
		seconds: took,
		bookings: booked.size,
		bookingsPerSecond: booked.size / took,
		refused: tally.refused,
		errors: tally.errors,
		repeats,
		latency: { book: tally.latency('book'), slots: tally.latency('slots'), day: tally.latency('day') },
		proof,
		lateMs: Math.max(0, late.percentile(99) / 1e6 - resolutionMs),
	}
}

/** Wants whatever is next, all the time. */
async function raceOn(
	{ people, tally, isOver }: Scene,
	contested: ContestedSlots,
	bearer: string,
	booked: Set<string>,
	repeats: BookingReport['repeats'],
): Promise<void> {
	const { practitionerId } = contested
	for (let round = 1; !isOver(); round++) {
		const startsAt = await contested.wanted()
		const key = randomUUID()
		const book = () =>
			tally.ask('book', () =>
				ask(`${people.apiUrl}/appointments`, bookedAnswer, {
					bearer,
					body: { practitionerId, startsAt },
					headers: { 'idempotency-key': key },
				}),
			)
		const answers = await Promise.all(round % repeatEvery === 0 ? [book(), book()] : [book()])
		if (answers.length > 1) {
			repeats.asked += 1
			if (new Set(answers.map((answer) => answer?.id)).size > 1) repeats.differing += 1
		}
		for (const answer of answers) if (answer) booked.add(answer.id)
		contested.gone(startsAt)
	}
}

/** Looks at free slots as a patient and at the day as a doctor, in turn. */
async function readOn({ people, tally, isOver }: Scene, slotsUrl: string, nth: number): Promise<void> {
	const [bearer, doctor, id] = [people.bearers[nth], people.doctorBearers[nth], people.practitionerIds[nth]]
	if (!bearer || !doctor) return
	while (!isOver()) {
		await tally.ask('slots', () => ask(`${slotsUrl}?days=7&practitionerId=${id}`, free, { bearer }))
		if (isOver()) return
		const day = `${people.apiUrl}/facilities/${people.facilityId}/day`
		await tally.ask('day', () => ask(day, dayAnswer, { bearer: doctor }))
	}
}

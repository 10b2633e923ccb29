import { appointment } from '@enshin/contracts/api.ts'
import { z } from 'zod'
import { ask } from '../target/ask.ts'
import { inParallel } from '../target/in-parallel.ts'
import { type Booked, findDoubles } from './find-doubles.ts'

const own = z.object({ upcoming: z.array(appointment), past: z.array(appointment) })
/** What the api lists at most. */
const listedAtMost = 1000

export interface Proof {
	/** Bookings that stand. */
	booked: number
	/** Pairs that one doctor or one patient has at the same time. */
	doubles: [string, string][]
	/** Answered with 201, and nowhere to be found afterwards. */
	missing: number
	/** False where somebody has more bookings than a list shows: then some were not looked at. */
	isWhole: boolean
}

/** Reads everybody's appointments anew, and compares them with each other and with what was answered. */
export async function proveNoneDouble(
	apiUrl: string,
	bearers: readonly string[],
	answered: ReadonlySet<string>,
): Promise<Proof> {
	const lists = await inParallel(bearers, 4, async (bearer) => {
		const { upcoming } = await ask(`${apiUrl}/appointments`, own, { bearer })
		return upcoming
	})
	const booked = lists.flat().map(
		({ id, practitioner, patient, startsAt, endsAt }): Booked => ({
			id,
			practitionerId: practitioner.id,
			patientId: patient.id,
			startsAtMs: Date.parse(startsAt),
			endsAtMs: Date.parse(endsAt),
		}),
	)
	const found = new Set(booked.map(({ id }) => id))
	const isWhole = lists.every((list) => list.length < listedAtMost)
	return {
		booked: booked.length,
		doubles: findDoubles(booked).map(([one, other]) => [one.id, other.id]),
		missing: isWhole ? [...answered].filter((id) => !found.has(id)).length : 0,
		isWhole,
	}
}

import { randomUUID } from 'node:crypto'
import { appointment, slot } from '@enshin/contracts/api.ts'
import type { LoadTestPair } from '@enshin/contracts/load-test.ts'
import { z } from 'zod'
import { ask, Refused } from './ask.ts'
import type { RoomPlan, Seat } from './types.ts'

interface At {
	apiUrl: string
	facilityId: string
	consent: string
}

const free = z.object({ slots: z.array(slot) })
const booked = appointment.pick({ callId: true })
/** Somebody may be booking with the same doctor, and a slot may begin while it is chosen. */
const tries = 5

/** The first free time of the pair's doctor, booked by the pair's patient as any patient does. */
export async function bookRoom(at: At, pair: LoadTestPair, roomSize: number): Promise<RoomPlan> {
	const { apiUrl, facilityId } = at
	const url = `${apiUrl}/facilities/${facilityId}/slots?days=2&practitionerId=${pair.practitionerId}`
	const { slots } = await ask(url, free, { bearer: pair.patient })
	for (const { startsAt } of slots.slice(0, tries)) {
		try {
			const { callId } = await ask(`${apiUrl}/appointments`, booked, {
				bearer: pair.patient,
				body: { practitionerId: pair.practitionerId, startsAt },
				headers: { 'idempotency-key': randomUUID() },
			})
			return { callId, seats: seatsOf(at, pair, callId, roomSize) }
		} catch (error) {
			if (!(error instanceof Refused) || !error.code?.startsWith('appointment.')) throw error
		}
	}
	throw new Error(`No time of synthetic doctor ${pair.n} was free.`)
}

function seatsOf({ apiUrl, consent }: At, { doctor, patient }: LoadTestPair, callId: string, roomSize: number): Seat[] {
	const permissionUrl = `${apiUrl}/calls/${callId}/join-token`
	const seats: Seat[] = [
		{ role: 'host', permissionUrl, bearer: doctor },
		{ role: 'guest', permissionUrl, bearer: patient },
	]
	for (let guest = 2; guest < roomSize; guest++)
		seats.push({
			role: 'guest',
			permissionUrl: `${apiUrl}/load-tests/calls/${callId}/guests/${guest}/join-token`,
			bearer: consent,
		})
	return seats
}

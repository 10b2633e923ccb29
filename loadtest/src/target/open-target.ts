import { endedLoadTest } from '@enshin/contracts/load-test.ts'
import { ask } from './ask.ts'
import { bookRoom } from './book-room.ts'
import { inParallel } from './in-parallel.ts'
import { openPeople } from './people.ts'
import type { Target } from './types.ts'

/** As many bookings at a time as a busy front desk; beyond it the api's own queue is what is measured. */
const bookingsAtOnce = 8

export interface TargetOptions {
	/** Checked by the guard before: see guard.ts. */
	apiUrl: string
	origin: string
	/** What `pnpm ops load-test:open` printed. */
	consent: string
	/** Ends the consent itself, where it was opened for this run. */
	onClose?: () => Promise<void>
}

/** A stack under load, over HTTP alone. The caller closes it. Rejects with a sentence for ops where the consent is refused. */
export async function openTarget({ apiUrl, origin, consent, onClose }: TargetOptions): Promise<Target> {
	const people = await openPeople(apiUrl, consent)
	const { facilityId } = people
	let closing: Promise<void> | undefined
	async function end() {
		try {
			await ask(`${apiUrl}/load-tests/sessions`, endedLoadTest, { bearer: consent, method: 'DELETE' })
		} finally {
			await onClose?.()
		}
	}
	return {
		apiUrl,
		origin,
		async bookRooms(count, roomSize) {
			const at = { apiUrl, facilityId, consent }
			return await inParallel(await people.next(count), bookingsAtOnce, (pair) => bookRoom(at, pair, roomSize))
		},
		async bookers(count) {
			const pairs = await people.next(count)
			return {
				apiUrl,
				facilityId,
				bearers: pairs.map(({ patient }) => patient),
				doctorBearers: pairs.map(({ doctor }) => doctor),
				practitionerIds: pairs.map(({ practitionerId }) => practitionerId),
			}
		},
		close() {
			closing ??= end()
			return closing
		},
	}
}

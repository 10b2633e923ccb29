import { type LoadTestPair, loadTestSessions, pairsARequest } from '@enshin/contracts/load-test.ts'
import { ask, Refused } from './ask.ts'

export interface People {
	facilityId: string
	/** How many pairs there are. */
	size: number
	/** The next pairs of a doctor and a patient, each another one until all had their turn. */
	next(count: number): Promise<LoadTestPair[]>
}

/** The synthetic people that a consent is for, with sessions fetched as they are needed. Rejects with a sentence for ops. */
export async function openPeople(apiUrl: string, consent: string): Promise<People> {
	const known: LoadTestPair[] = []
	let taken = 0
	const fetchSessions = (from: number, count: number) =>
		ask(`${apiUrl}/load-tests/sessions`, loadTestSessions, { bearer: consent, body: { from, count } })
	const first = await fetchSessions(0, 1).catch((error) => {
		throw inWords(error)
	})
	known.push(...first.sessions)
	const { facilityId, pairs: size } = first
	return {
		facilityId,
		size,
		async next(count) {
			if (count > size)
				throw new Error(
					`${count} rooms need ${count} pairs of people, and the consent is for ${size}: --pairs ${count}.`,
				)
			const upTo = Math.min(size, taken + count)
			while (known.length < upTo) {
				const { sessions } = await fetchSessions(known.length, Math.min(pairsARequest, upTo - known.length))
				if (sessions.length === 0) throw new Error('The api has fewer synthetic people than its consent says.')
				known.push(...sessions)
			}
			const from = taken
			taken += count
			return Array.from({ length: count }, (_, nth) => known[(from + nth) % size] as LoadTestPair)
		},
	}
}

function inWords(error: unknown): unknown {
	if (!(error instanceof Refused) || error.code !== 'auth.required') return error
	return new Error('The target does not accept this consent: it is wrong, has expired or was closed.', { cause: error })
}

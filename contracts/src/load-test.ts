import { z } from 'zod'
import { id, instant } from './ids.ts'

/** What a load test is answered under a consent: `Authorization: Bearer <consent token>`, paths under `/load-tests`. */
export const pairsAtMost = 2000
export const consentMinutesAtMost = 24 * 60
export const pairsARequest = 200
/** Rooms are for a consultation and those who join it, not for an audience. */
const guestsAtMost = 50

/** `from` counts from 0, up to as many pairs as the consent is for. */
export const askLoadTestSessions = z.object({
	from: z.number().int().min(0).max(pairsAtMost),
	count: z.number().int().min(1).max(pairsARequest),
})

/** A synthetic doctor and a synthetic patient with full sessions; each call makes new ones, and the others stay good. */
export const loadTestPair = z.object({
	n: z.number().int(),
	practitionerId: id,
	patientId: id,
	doctor: z.string(),
	patient: z.string(),
})
export type LoadTestPair = z.infer<typeof loadTestPair>

export const loadTestSessions = z.object({
	facilityId: id,
	/** How many pairs the consent is for. */
	pairs: z.number().int(),
	/** Of the consent, and so of every session. */
	expiresAt: instant,
	sessions: z.array(loadTestPair),
})
export type LoadTestSessions = z.infer<typeof loadTestSessions>

/** A guest beside the patient, who is the first: the same number is the same participant at every join. */
export const guestNumber = z.coerce.number().int().min(2).max(guestsAtMost)

export const endedLoadTest = z.object({ sessions: z.number().int(), cancelled: z.number().int() })

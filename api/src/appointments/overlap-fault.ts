import type { ProblemCode } from '@enshin/contracts/errors.ts'
import { DrizzleQueryError } from 'drizzle-orm'

/** Which of a booking's promises an error of the database's is about; null when it is about something else. */
export function overlapFault(error: unknown): ProblemCode | 'same_key' | null {
	const cause = error instanceof DrizzleQueryError ? error.cause : null
	if (!cause || !('constraint_name' in cause)) return null
	switch (cause.constraint_name) {
		case 'appointments_practitioner_free':
			return 'appointment.slot_taken'
		case 'appointments_patient_free':
			return 'appointment.overlaps_own'
		case 'idempotency_keys_person_id_key_pk':
			return 'same_key'
		default:
			return null
	}
}

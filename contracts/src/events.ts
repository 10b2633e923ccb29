import { z } from 'zod'
import { id } from './ids.ts'

/**
 * What api tells whoever listens at the database (LISTEN/NOTIFY), within the transaction it tells of. Ids only: the
 * listener reads the rest with its own rights, and Postgres takes no more than 8,000 bytes.
 */
export const dbEvent = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('appointment.changed'),
		change: z.enum(['booked', 'moved', 'cancelled']),
		appointmentId: id,
		facilityId: id,
		callId: id,
	}),
])
export type DbEvent = z.infer<typeof dbEvent>

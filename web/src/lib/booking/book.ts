import type { Appointment } from '@enshin/contracts/api.ts'
import type { Problem } from '@enshin/contracts/errors.ts'
import type { Answer } from '#lib/api/ask.ts'

/**
 * Tries the free practitioners in turn: 「どの先生でも」 fails only when nobody has the time any more. Any other Problem
 * ends the tries.
 */
export async function firstFree(
	free: string[],
	attempt: (practitionerId: string) => Promise<Answer<Appointment>>,
): Promise<{ booked: Appointment } | { problem: Problem | null }> {
	let problem: Problem | null = null
	for (const practitionerId of free) {
		const answer = await attempt(practitionerId)
		if (answer.ok) return { booked: answer.data }
		problem = answer.problem
		if (problem.code !== 'appointment.slot_taken') break
	}
	return { problem }
}

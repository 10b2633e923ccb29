import type { Appointment } from '@enshin/contracts/api.ts'
import { makeProblem, type ProblemCode } from '@enshin/contracts/errors.ts'
import { id } from '@enshin/contracts/ids.ts'
import { describe, expect, it } from 'vitest'
import { firstFree } from './book.ts'
import { requestKey } from './request-key.ts'

/** An api in which each practitioner answers in one way, and that remembers who was asked. */
function answering(answers: Record<string, ProblemCode | 'booked'>) {
	const asked: string[] = []
	const attempt = async (practitionerId: string) => {
		asked.push(practitionerId)
		const answer = answers[practitionerId] ?? 'internal'
		if (answer !== 'booked') return { ok: false as const, problem: makeProblem(answer, 'ja') }
		return { ok: true as const, data: { id: practitionerId } as Appointment }
	}
	return { asked, attempt }
}

describe('booking with anybody', () => {
	it('asks the next one when a time was just taken', async () => {
		const { asked, attempt } = answering({ one: 'appointment.slot_taken', two: 'booked', three: 'booked' })
		expect(await firstFree(['one', 'two', 'three'], attempt)).toEqual({ booked: { id: 'two' } })
		expect(asked).toEqual(['one', 'two'])
	})

	it('says that the time is taken only when nobody has it', async () => {
		const { attempt } = answering({ one: 'appointment.slot_taken', two: 'appointment.slot_taken' })
		expect(await firstFree(['one', 'two'], attempt)).toMatchObject({ problem: { code: 'appointment.slot_taken' } })
		expect(await firstFree([], attempt)).toEqual({ problem: null })
	})

	it('stops at anything else, for an answer may have been lost after the booking', async () => {
		const { asked, attempt } = answering({ one: 'unavailable', two: 'booked' })
		expect(await firstFree(['one', 'two'], attempt)).toMatchObject({ problem: { code: 'unavailable' } })
		expect(asked).toEqual(['one'])
	})
})

describe('the key of a request', () => {
	it('is the same for the same form and doctor, another one for another doctor or form, and a UUID', () => {
		expect(requestKey('form', 'one')).toBe(requestKey('form', 'one'))
		expect(new Set([requestKey('form', 'one'), requestKey('form', 'two'), requestKey('other', 'one')]).size).toBe(3)
		expect(id.safeParse(requestKey('form', 'one')).success).toBe(true)
	})
})

import { ProblemError } from '@enshin/contracts/errors.ts'
import type { RoomOutcome } from '../generator/types.ts'
import { Refused } from '../target/ask.ts'

/** The stages of a way in, in their order. */
export type Step = Extract<RoomOutcome, { ok: false }>['step']

/** A way in that ended early: where, and why. */
export class StepError extends Error {
	override readonly name = 'StepError'
	readonly step: Step
	/** A Problem's code, or a sentence. */
	readonly reason: string

	constructor(step: Step, reason: string) {
		super(`${step}: ${reason}`)
		this.step = step
		this.reason = reason
	}

	/** What the work rejects with, as an error of this step. */
	static async guard<T>(step: Step, work: Promise<T>): Promise<T> {
		return work.catch((error: unknown) => {
			throw StepError.of(step, error)
		})
	}

	static of(step: Step, error: unknown): StepError {
		if (error instanceof StepError) return error
		if (error instanceof ProblemError) return new StepError(step, error.code)
		if (error instanceof Refused) return new StepError(step, error.code ?? error.message)
		if (!(error instanceof Error)) return new StepError(step, String(error))
		const { cause } = error
		return new StepError(step, cause instanceof Error ? `${error.message}: ${cause.message}` : error.message)
	}
}

import { type ProblemCode, ProblemError } from '@enshin/contracts/errors.ts'
import { errors } from 'mediasoup'

/**
 * Waits for mediasoup, and turns what it throws into the Problem that signaling understands. `otherwise` is what any
 * other failure means here: `media.refused` where a browser's own parameters were handed over, `media.unknown` where
 * only an object was named, for then it is gone in the worker already.
 */
export async function answered<T>(call: Promise<T>, otherwise: ProblemCode): Promise<T> {
	try {
		return await call
	} catch (cause) {
		throw problemFrom(cause, otherwise)
	}
}

export function problemFrom(cause: unknown, otherwise: ProblemCode): ProblemError {
	if (cause instanceof ProblemError) return cause
	if (cause instanceof errors.WorkerClosedError) return new ProblemError('media.unavailable', {}, { cause })
	if (cause instanceof errors.NotFoundError) return new ProblemError('media.unknown', {}, { cause })
	return new ProblemError(otherwise, {}, { cause })
}

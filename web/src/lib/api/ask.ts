import { makeProblem, type Problem, problem } from '@enshin/contracts/errors.ts'
import type { Locale } from '@enshin/contracts/ids.ts'
import type { ClientResponse } from 'hono/client'
import type { SuccessStatusCode } from 'hono/utils/http-status'

export type Answer<T> = { ok: true; data: T } | { ok: false; problem: Problem }

/** The body of the answers that are a success, out of all that a route may answer. */
type Success<R> =
	R extends ClientResponse<infer Body, infer Status, infer _Format>
		? Status extends SuccessStatusCode
			? Body
			: never
		: never

/**
 * Waits for the api and never throws: `const answer = await ask(locals.api.me.$get(), locals.locale)`. What is not a
 * success is a Problem in the reader's language; an api that cannot be reached, or answers nonsense, is `unavailable`.
 */
export async function ask<R extends ClientResponse<unknown, number, 'json'>>(
	call: Promise<R>,
	locale: Locale,
): Promise<Answer<Success<R>>> {
	try {
		const response = await call
		if (response.status === 204) return { ok: true, data: undefined as Success<R> }
		const body = await response.json()
		if (response.ok) return { ok: true, data: body as Success<R> }
		return { ok: false, problem: problem.safeParse(body).data ?? makeProblem('unavailable', locale) }
	} catch {
		return { ok: false, problem: makeProblem('unavailable', locale) }
	}
}

import type { Problem } from '@enshin/contracts/errors.ts'
import { error } from '@sveltejs/kit'
import type { ClientResponse } from 'hono/client'
import { type Answer, ask } from './ask.ts'

/** Turns a Problem into the error page: `src/routes/+error.svelte` shows its sentence and its code. */
export function fail(problem: Problem): never {
	error(problem.status, { message: problem.title, code: problem.code, requestId: problem.requestId })
}

/** For load functions: the answer's data, or the error page. */
export async function load<R extends ClientResponse<unknown, number, 'json'>>(
	locals: App.Locals,
	call: (api: App.Locals['api']) => Promise<R>,
): Promise<Extract<Awaited<ReturnType<typeof ask<R>>>, { ok: true }>['data']> {
	const answer: Answer<unknown> = await ask(call(locals.api), locals.locale)
	if (!answer.ok) fail(answer.problem)
	return answer.data as Extract<Awaited<ReturnType<typeof ask<R>>>, { ok: true }>['data']
}

import { type Problem, problem } from '@enshin/contracts/errors.ts'
import type { z } from 'zod'

/** The api refused: as a Problem, or in a way it never should. `code` is null where there was no Problem. */
export class Refused extends Error {
	override readonly name = 'Refused'
	readonly status: number
	readonly code: Problem['code'] | null

	constructor(what: string, status: number, code: Problem['code'] | null) {
		super(`${what} was refused: ${status} ${code ?? 'without a reason'}`)
		this.status = status
		this.code = code
	}
}

export interface Asked {
	bearer: string
	body?: unknown
	headers?: Record<string, string>
	method?: 'GET' | 'POST' | 'DELETE'
}

/** Nobody waits longer for a page. */
const withinMs = 30_000

/**
 * One request to the api; its answer is parsed and never cast. Throws `Refused` for a Problem, the fetch's own error where
 * nobody answers.
 */
export async function ask<Answer extends z.ZodType>(
	url: string,
	answer: Answer,
	{ bearer, body, headers, method = body === undefined ? 'GET' : 'POST' }: Asked,
): Promise<z.output<Answer>> {
	const response = await fetch(url, {
		method,
		headers: {
			authorization: `Bearer ${bearer}`,
			...(body !== undefined && { 'content-type': 'application/json' }),
			...headers,
		},
		...(body !== undefined && { body: JSON.stringify(body) }),
		signal: AbortSignal.timeout(withinMs),
		// Where it leads was not checked: see guard.ts.
		redirect: 'error',
	})
	const text = await response.text()
	if (response.ok) return answer.parse(JSON.parse(text))
	throw new Refused(`${method} ${new URL(url).pathname}`, response.status, codeOf(text))
}

function codeOf(text: string): Problem['code'] | null {
	try {
		return problem.safeParse(JSON.parse(text)).data?.code ?? null
	} catch {
		return null
	}
}

import { ProblemError, problem } from '@enshin/contracts/errors.ts'
import type { z } from 'zod'

/**
 * Asks one of our own web server's endpoints from the browser, and trusts its answer as little as any other. Rejects with
 * a ProblemError: the answer's own, `auth.required` when the session is over, `unavailable` when nothing came back.
 */
export async function askWeb<T>(path: string, answer: z.ZodType<T>, method: 'GET' | 'POST' = 'GET'): Promise<T> {
	const response = await fetch(path, {
		method,
		headers: { accept: 'application/json' },
		// The guard sends whoever is not signed in to a page; followed, that page would look like a strange answer.
		redirect: 'manual',
		signal: AbortSignal.timeout(8_000),
	}).catch((cause) => {
		throw new ProblemError('unavailable', {}, { cause })
	})
	if (response.type === 'opaqueredirect') throw new ProblemError('auth.required')
	const body: unknown = await response.json().catch(() => null)
	const parsed = answer.safeParse(body)
	if (response.ok && parsed.success) return parsed.data
	const said = problem.safeParse(body).data
	throw new ProblemError(said?.code ?? 'unavailable', { requestId: said?.requestId })
}

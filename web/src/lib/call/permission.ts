import { type JoinPermission, joinPermission } from '@enshin/contracts/api.ts'
import { ProblemError, problem } from '@enshin/contracts/errors.ts'

/** Asks our own web server for a fresh permission to enter. Rejects with a ProblemError, `unavailable` when unreachable. */
export async function fetchPermission(callId: string): Promise<JoinPermission> {
	const response = await fetch(`/calls/${callId}/join-token`, {
		method: 'POST',
		headers: { accept: 'application/json' },
		signal: AbortSignal.timeout(8_000),
	}).catch((cause) => {
		throw new ProblemError('unavailable', {}, { cause })
	})
	const body: unknown = await response.json().catch(() => null)
	const permission = joinPermission.safeParse(body)
	if (response.ok && permission.success) return permission.data
	throw new ProblemError(problem.safeParse(body).data?.code ?? 'unavailable')
}

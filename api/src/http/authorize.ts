import { type Action, may, mayInEmergency } from '@enshin/contracts/access.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Actor } from './context.ts'

/**
 * Throws `auth.forbidden` unless the actor's role may do this at all, and `emergency.not_here` for what an emergency
 * account may not; that the object is theirs, the verb checks.
 */
export function authorize(actor: Pick<Actor, 'role' | 'emergency'>, action: Action): void {
	if (actor.emergency && !mayInEmergency(action)) throw new ProblemError('emergency.not_here')
	if (!may(actor.role, action)) throw new ProblemError('auth.forbidden')
}

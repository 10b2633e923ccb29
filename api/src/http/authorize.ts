import { type Action, may } from '@enshin/contracts/access.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Actor } from './context.ts'

/** Throws `auth.forbidden` unless the actor's role may do this at all; that the object is theirs, the verb checks. */
export function authorize(actor: Actor, action: Action): void {
	if (!may(actor.role, action)) throw new ProblemError('auth.forbidden')
}

import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Work } from '../http/context.ts'
import { freshMs } from './session-lifetime.ts'

/**
 * Throws `auth.step_up` unless who asks has proved who they are within the last five minutes: for what must not be done
 * from a browser that somebody left open. `POST /sessions/current/step-up` renews it.
 */
export function requireFresh({ actor }: Pick<Work, 'actor'>, now = Date.now()): void {
	if (now - actor.authenticatedAt.getTime() > freshMs) throw new ProblemError('auth.step_up')
}

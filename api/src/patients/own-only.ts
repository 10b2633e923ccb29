import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Actor } from '../http/context.ts'

/** Throws `proxy.own_only` while one acts for somebody else: accounts, families and leaving are one's own. */
export function ownOnly({ personId, actingId }: Pick<Actor, 'personId' | 'actingId'>): void {
	if (personId !== actingId) throw new ProblemError('proxy.own_only')
}

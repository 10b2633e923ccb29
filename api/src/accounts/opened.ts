import type { SessionState } from '@enshin/contracts/ids.ts'
import type { OpenedSession } from '@enshin/contracts/sign-in.ts'
import type { Actor, Work } from '../http/context.ts'
import { readMe } from './read-me.ts'

/** The answer to a step: who it is, is told when the last one is done. */
export async function opened(
	{ db, vault }: Pick<Work, 'db' | 'vault'>,
	{ actingId, ...actor }: Pick<Actor, 'actingId' | 'role' | 'locale' | 'practitionerId' | 'facilityId'>,
	{ token, expiresAt }: { token: string; expiresAt: Date },
	state: SessionState,
): Promise<OpenedSession> {
	const who = { ...actor, personId: actingId }
	const me = state === 'full' ? await readMe({ db, vault, actor: who }) : null
	return { token, expiresAt: expiresAt.toISOString(), state, me }
}

import type { AccessAction } from '@enshin/contracts/access-log.ts'
import type { Db } from '@enshin/db/client.ts'
import { appendEntry, type Entry } from '../access-log/append-entry.ts'
import type { Work } from '../http/context.ts'

/** Whose account it is about, and the request. */
export type Noted = Pick<Work, 'requestId' | 'address'> & { actor: Pick<Work['actor'], 'actingId' | 'facilityId'> }

/**
 * An event of somebody's own account, in the log of their facility, or in their own where they have none. In scope `auth`;
 * given a transaction, it is a part of it.
 */
export async function noteAccount(
	db: Db,
	{ actor, requestId, address }: Noted,
	action: AccessAction,
	detail: Entry['detail'] = {},
): Promise<void> {
	const chainId = actor.facilityId ?? actor.actingId
	await appendEntry(db, {
		chainId,
		actorId: actor.actingId,
		action,
		subjects: [],
		detail: { requestId, address, ...detail },
	})
}

import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { loadTestConsents } from '@enshin/db/schema/index.ts'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { hashSessionToken } from '../accounts/session-token.ts'

/** Somebody who may has said that this installation may be loaded, by people of this facility, until then. */
export type Consent = { id: Id; facilityId: Id; pairs: number; expiresAt: Date }

/** The open consent of this token; null for one unknown, expired or closed, which nobody can tell apart. In scope `auth`. */
export async function findConsent(auth: Db, token: string): Promise<Consent | null> {
	const { id, facilityId, pairs, expiresAt, tokenHash, closedAt } = loadTestConsents
	const [found] = await auth
		.select({ id, facilityId, pairs, expiresAt })
		.from(loadTestConsents)
		.where(and(eq(tokenHash, hashSessionToken(token)), isNull(closedAt), gt(expiresAt, sql`now()`)))
	return found ?? null
}

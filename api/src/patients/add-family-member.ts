import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import { type addFamilyMember as addFamilyMemberBody, familyAtMost } from '@enshin/contracts/profile.ts'
import type { Db } from '@enshin/db/client.ts'
import { proxies } from '@enshin/db/schema/index.ts'
import { and, count, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { appendEntry } from '../access-log/append-entry.ts'
import type { Work } from '../http/context.ts'
import { addPatient } from './add-patient.ts'
import { ownOnly } from './own-only.ts'

/**
 * A patient of their own, without anything to sign in with, for whom the actor acts from now on. `auth`: the scope in which
 * people are made.
 */
export async function addFamilyMember(
	{ actor, vault, requestId, address }: Work,
	auth: Db,
	{ relation, ...facts }: z.output<typeof addFamilyMemberBody>,
): Promise<Id> {
	ownOnly(actor)
	const guardianId = actor.actingId
	return await auth.transaction(async (tx) => {
		await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`family ${guardianId}`}, 0))`)
		const [{ members } = { members: 0 }] = await tx
			.select({ members: count() })
			.from(proxies)
			.where(and(eq(proxies.guardianId, guardianId), isNull(proxies.endedAt)))
		if (members >= familyAtMost) throw new ProblemError('family.too_many')
		const { personId } = await addPatient(tx, vault, { ...facts, locale: actor.locale })
		await tx.insert(proxies).values({ guardianId, patientId: personId, relation })
		await appendEntry(tx, {
			chainId: guardianId,
			actorId: guardianId,
			action: 'proxy.add',
			subjects: [personId],
			detail: { role: actor.role, requestId, address, relation },
		})
		return personId
	})
}

import type { begunSms } from '@enshin/contracts/sign-in.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { factors } from '@enshin/db/schema/index.ts'
import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { normalizeTelephone } from '../integrations/sms/normalize-telephone.ts'
import { person } from '../sealed/open-cells.ts'
import { deliverCode } from './deliver-code.ts'
import { type Enrolling, refuseTooMany } from './finish-enrolment.ts'
import type { SmsParts } from './proving.ts'
import { factorCell } from './read-factors.ts'

/** Sends a code to a telephone that shall become a factor. It counts when the code has come back. */
export async function beginSms(
	{ work, account }: Enrolling,
	parts: SmsParts,
	telephone: string,
): Promise<z.infer<typeof begunSms>> {
	await refuseTooMany(work, account)
	const to = normalizeTelephone(telephone)
	const { credentialId, personId } = account
	const owner = person(personId)
	const keys = await work.vault.keys(work.db, [owner])
	const [factorId, challengeId] = [newId(), newId()]
	await work.db.transaction(async (tx) => {
		await tx
			.delete(factors)
			.where(and(eq(factors.credentialId, credentialId), eq(factors.kind, 'sms'), isNull(factors.confirmedAt)))
		const secret = keys.seal(owner, factorCell(factorId, 'secret'), to)
		await tx.insert(factors).values({ id: factorId, credentialId, kind: 'sms', secret })
	})
	const { sessionId } = work.actor
	const question = { id: challengeId, credentialId, sessionId, use: 'sms.enrol', factorId } as const
	return { factorId, challengeId, delivery: await deliverCode(work, parts, { to, question }) }
}

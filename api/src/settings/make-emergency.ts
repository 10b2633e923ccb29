import { randomInt } from 'node:crypto'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id, Role } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { hashPassword } from '@enshin/db/password.ts'
import { addCredential, addPerson } from '@enshin/db/people.ts'
import { assignments, credentials } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { eq, sql } from 'drizzle-orm'
import { appendEntry } from '../access-log/append-entry.ts'
import { requireFresh } from '../accounts/require-fresh.ts'
import type { Work } from '../http/context.ts'
import { endMemberAccess } from '../people/end-member-access.ts'
import { lockAccounts } from '../people/managing.ts'
import { readFacility } from '../people/read-facility.ts'
import { emergencyEmail, findEmergency } from './emergency.ts'

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** `k7wq-m2xd-…`: 118 random bits in groups that can be read from paper by torchlight. */
function newPassword(): string {
	return Array.from({ length: 24 }, () => letters[randomInt(letters.length)])
		.join('')
		.replace(/(.{4})(?=.)/g, '$1-')
}

/**
 * Makes the facility's 非常時アカウント, or gives it a new password, which ends the old one. Shown once, to be printed,
 * sealed and locked away: it opens the day's list, to be read, while an incident of the facility is open (Q57). Throws
 * `auth.step_up`. `auth` is the database in that scope: nobody adds people in their own name.
 */
export async function makeEmergency(work: Work, auth: Db): Promise<{ email: string; password: string }> {
	const { vault, actor, requestId, address } = work
	const { facilityId } = actor
	if (facilityId === null) throw new ProblemError('auth.forbidden')
	requireFresh(work)
	const password = newPassword()
	const passwordHash = await hashPassword(password)
	return await auth.transaction(async (tx) => {
		await lockAccounts(tx, facilityId)
		const { slug, kind } = await readFacility({ db: tx, vault }, facilityId)
		const email = emergencyEmail(slug)
		const known = await findEmergency(tx, facilityId)
		if (known) {
			await tx
				.update(credentials)
				.set({ passwordHash, passwordChangedAt: sql`now()` })
				.where(eq(credentials.id, known.credentialId))
			await endMemberAccess(tx, { ...known, facilityId })
		} else {
			const role = kind === 'clinic' ? 'staff' : 'pharmacist'
			await add(tx, vault, { facilityId, role, email, passwordHash })
		}
		const detail = { requestId, address, setting: 'emergency', anew: known !== undefined }
		const about = { chainId: facilityId, actorId: actor.actingId, subjects: [] }
		await appendEntry(tx, { ...about, action: 'settings.write', detail })
		return { email, password }
	})
}

async function add(
	tx: Db,
	vault: Vault,
	{ facilityId, role, ...signsIn }: { facilityId: Id; role: Role; email: string; passwordHash: string },
): Promise<void> {
	const { personId, keys } = await addPerson(tx, vault, { name: '非常時アカウント', kana: 'ひじょうじあかうんと' })
	await tx.insert(assignments).values({ personId, facilityId, role, emergency: true })
	await addCredential(tx, vault, keys, { personId, facilityId, ...signsIn })
}

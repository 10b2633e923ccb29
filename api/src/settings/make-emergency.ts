import { randomInt } from 'node:crypto'
import type { Role } from '@enshin/contracts/ids.ts'
import { hashPassword } from '@enshin/db/password.ts'
import { addCredential, addPerson } from '@enshin/db/people.ts'
import { assignments, credentials } from '@enshin/db/schema/index.ts'
import { eq, sql } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { endMemberAccess } from '../people/end-member-access.ts'
import { readFacility } from '../people/read-facility.ts'
import { type Changing, changing } from './changing.ts'
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
 * sealed and locked away: it opens the day's list, to be read, while an incident of the facility is open (Q57).
 */
export async function makeEmergency(work: Work): Promise<{ email: string; password: string }> {
	const password = newPassword()
	const passwordHash = await hashPassword(password)
	return await changing(work, 'settings.write', async (within) => {
		const { db, facilityId, detail } = within
		const { slug, kind } = await readFacility(within, facilityId)
		const email = emergencyEmail(slug)
		const known = await findEmergency(db, facilityId)
		if (known) {
			await db
				.update(credentials)
				.set({ passwordHash, passwordChangedAt: sql`now()` })
				.where(eq(credentials.id, known.credentialId))
			await endMemberAccess(db, { ...known, facilityId })
		} else {
			await add(within, { role: kind === 'clinic' ? 'staff' : 'pharmacist', email, passwordHash })
		}
		Object.assign(detail, { setting: 'emergency', anew: known !== undefined })
		return { email, password }
	})
}

async function add(
	{ db, vault, facilityId }: Changing,
	{ role, email, passwordHash }: { role: Role; email: string; passwordHash: string },
): Promise<void> {
	const name = '非常時アカウント'
	const { personId, keys } = await addPerson(db, vault, { name, kana: 'ひじょうじあかうんと' })
	await db.insert(assignments).values({ personId, facilityId, role, emergency: true })
	await addCredential(db, vault, keys, { personId, facilityId, email, passwordHash })
}

import type { PasswordRules } from '@enshin/contracts/sign-in.ts'
import type { Db } from '@enshin/db/client.ts'
import { readFactors } from '../factors/read-factors.ts'
import type { Account } from './account.ts'

/** What a new password must be, told before one is typed. */
export async function passwordRules(db: Db, { credentialId, profile, expiryDays }: Account): Promise<PasswordRules> {
	return { profile, expiryDays, hasSecondFactor: (await readFactors(db, credentialId)).length > 0 }
}

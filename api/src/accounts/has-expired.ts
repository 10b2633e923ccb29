import { isExpired } from '../passwords/is-expired.ts'
import type { Account } from './account.ts'

/** Whether the account's facility wants a new password by now. */
export function hasExpired({ passwordChangedAt, expiryDays }: Account, now = new Date()): boolean {
	return isExpired(passwordChangedAt ?? new Date(0), expiryDays, now)
}

import { type Account, isBookableRole } from '@enshin/contracts/accounts.ts'
import type { AccountVerb } from './choice.ts'

/** What can be done with an account as it is, the usual first and what ends it last. */
export function verbsFor({ status, role, self, practitioner }: Account): AccountVerb[] {
	if (status === 'removed') return []
	const isBookable = practitioner !== null && !practitioner.withdrawn
	const verbs: (AccountVerb | false)[] = [
		'role',
		'identify',
		status === 'active' && isBookableRole(role) && !isBookable && 'bookable',
		isBookable && 'unbookable',
		status === 'disabled' && 'enable',
		status === 'active' && !self && 'disable',
		'remove',
	]
	return verbs.filter((verb) => verb !== false)
}

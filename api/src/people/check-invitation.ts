import type { CheckedInvitation } from '@enshin/contracts/accounts.ts'
import { findInvitation, type Guest } from './find-invitation.ts'

/** What the page shows before a password is chosen. Looking does not use the link up: mail programs look ahead. */
export async function checkInvitation(guest: Guest, token: string): Promise<CheckedInvitation> {
	const { invited, facility } = await findInvitation(guest, token)
	const factorRequired = facility.secondFactor === 'required'
	return {
		facility: { slug: facility.slug, name: facility.name, kind: facility.kind },
		name: invited.name,
		email: invited.email,
		role: invited.role,
		rules: { profile: facility.passwordProfile, hasSecondFactor: factorRequired },
		factorRequired,
	}
}

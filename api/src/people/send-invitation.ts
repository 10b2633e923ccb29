import type { Role } from '@enshin/contracts/ids.ts'
import { enqueue } from '../notifications/enqueue.ts'
import { invitationMail } from '../notifications/templates/invitation.ts'
import { facility } from '../sealed/open-cells.ts'
import type { Managing } from './managing.ts'
import { readFacility } from './read-facility.ts'

/** Mails the link, in the inviter's language. */
export async function sendInvitation(
	within: Managing,
	{ email, role, token, webOrigin }: { email: string; role: Role; token: string; webOrigin: string },
): Promise<void> {
	const { db, vault, facilityId, actor } = within
	const { name: facilityName, slug } = await readFacility(within, facilityId)
	// Behind the hash sign: no server on the way, ours included, has it in its log of addresses.
	const url = `${webOrigin}/f/${slug}/join#${token}`
	const mail = invitationMail(actor.locale, { facilityName, role, url })
	await enqueue(db, vault, { owner: facility(facilityId), channel: 'mail', to: email, ...mail })
}

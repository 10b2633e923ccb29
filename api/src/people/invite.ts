import { type Invite, isBookableRole } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { type Id, type Role, rolesOf } from '@enshin/contracts/ids.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { credentials, links } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { requireFresh } from '../accounts/require-fresh.ts'
import { hashSessionToken, newSessionToken } from '../accounts/session-token.ts'
import type { Work } from '../http/context.ts'
import { facility } from '../sealed/open-cells.ts'
import { invitationMinutes } from './invitation.ts'
import { type Managing, managing } from './managing.ts'
import { readFacility } from './read-facility.ts'
import { sealProof } from './seal-proof.ts'
import { sendInvitation } from './send-invitation.ts'

/**
 * Invites somebody by mail: a link of one use, for 30 minutes, and no password in it. Throws `auth.step_up`,
 * `account.role_not_here`, `account.not_bookable`, `account.email_known`, `account.invited_already`.
 */
export async function invite(work: Work, webOrigin: string, wanted: Invite): Promise<{ id: Id }> {
	requireFresh(work)
	return await managing(work, 'account.invite', async (within) => {
		const { db, vault, facilityId, actor, detail } = within
		const { kind } = await readFacility(within, facilityId)
		const { role, title, proof } = wanted
		const roles: readonly Role[] = rolesOf[kind]
		if (!roles.includes(role)) throw new ProblemError('account.role_not_here')
		if (title !== null && !isBookableRole(role)) throw new ProblemError('account.not_bookable')
		const email = wanted.email.toLowerCase()
		await demandUnknown(within, email)
		const id = newId()
		const owner = facility(facilityId)
		const keys = await vault.keys(db, [owner])
		const seal = (column: string, text: string) => keys.seal(owner, { table: 'links', column, row: id }, text)
		const token = newSessionToken()
		await db.insert(links).values({
			id,
			kind: 'invitation',
			tokenHash: hashSessionToken(token),
			facilityId,
			email: seal('email', email),
			emailIndex: vault.index('email', facilityId, email),
			name: seal('name', wanted.name),
			kana: seal('kana', wanted.kana),
			role,
			title,
			createdBy: actor.actingId,
			expiresAt: sql`now() + make_interval(mins => ${invitationMinutes})`,
			...(proof && sealProof(within, keys, id, proof)),
		})
		await sendInvitation(within, { email, role, token, webOrigin })
		Object.assign(detail, { invitationId: id, invitedAs: role, identified: proof !== null })
		return { id }
	})
}

/** An address is one person's within a facility, and invited once at a time. */
async function demandUnknown({ db, vault, facilityId }: Managing, email: string): Promise<void> {
	const emailIndex = vault.index('email', facilityId, email)
	const [known] = await db
		.select({ id: credentials.id })
		.from(credentials)
		.where(eq(credentials.emailIndex, emailIndex))
	if (known) throw new ProblemError('account.email_known')
	const [invited] = await db
		.select({ id: links.id })
		.from(links)
		.where(
			and(
				eq(links.facilityId, facilityId),
				eq(links.emailIndex, emailIndex),
				eq(links.kind, 'invitation'),
				isNull(links.usedAt),
				isNull(links.revokedAt),
			),
		)
	if (invited) throw new ProblemError('account.invited_already')
}

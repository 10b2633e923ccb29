import type { Account, AccountApproval, AccountList } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { facility, openCell, openCellOrNull, person } from '../sealed/open-cells.ts'
import { openName } from '../sealed/open-person.ts'
import { openApprovals } from './approval.ts'
import { listInvitations } from './list-invitations.ts'
import { type MemberRow, selectMembers } from './select-members.ts'

/** The facility's people, who is invited, and what waits for a second admin. The removed are among them, last. */
export async function list(work: Work): Promise<AccountList> {
	const { facilityId } = work.actor
	if (facilityId === null) throw new ProblemError('auth.forbidden')
	return await accessing(work, 'account.list', async (access) => {
		const rows = await selectMembers(access.db, facilityId)
		const keys = await access.vault.keys(access.db, [
			facility(facilityId),
			...rows.map(({ personId }) => person(personId)),
		])
		const names = new Map(rows.map((row) => [row.personId, openName(keys, row.personId, row.identity)]))
		const nameOf = (personId: Id | null) => (personId === null ? '' : (names.get(personId)?.name ?? ''))
		const visible = rows.filter(({ emergency }) => !emergency)
		return {
			accounts: visible.map((row) => present(row, keys, access)).sort(byStatusAndKana),
			invitations: await listInvitations(access.db, keys, facilityId, nameOf),
			approvals: await presentApprovals(access, facilityId, { keys, rows, nameOf }),
		}
	})
}

function present(row: MemberRow, keys: Keys, { actor }: Access): Account {
	const { personId, assignmentId, role, status, hasFactor, practitionerId, title } = row
	const at = { table: 'credentials', column: 'email', row: row.credentialId ?? '' }
	const practitioner = practitionerId && { practitionerId, title: title ?? '', withdrawn: row.withdrawnAt !== null }
	return {
		assignmentId,
		personId,
		...openName(keys, personId, row.identity),
		email: openCellOrNull(keys, person(personId), at, row.email),
		role,
		status,
		hasFactor,
		lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
		practitioner: practitioner || null,
		identifiedAt: row.identifiedAt?.toISOString() ?? null,
		self: assignmentId === actor.assignmentId,
		createdAt: row.createdAt.toISOString(),
	}
}

async function presentApprovals(
	{ db, actor }: Access,
	facilityId: Id,
	{ keys, rows, nameOf }: { keys: Keys; rows: MemberRow[]; nameOf: (personId: Id | null) => string },
): Promise<AccountApproval[]> {
	const waiting = await openApprovals(db, facilityId)
	return waiting.flatMap((row) => {
		const about = rows.find(({ assignmentId }) => assignmentId === row.assignmentId)
		if (!about || (row.kind !== 'remove_admin' && row.kind !== 'demote_admin')) return []
		return {
			id: row.id,
			kind: row.kind,
			assignmentId: about.assignmentId,
			personName: nameOf(about.personId),
			role: row.role,
			reason: openCell(keys, facility(facilityId), { table: 'approvals', column: 'reason', row: row.id }, row.reason),
			requestedByName: nameOf(row.requestedBy),
			mine: row.requestedBy === actor.actingId,
			createdAt: row.createdAt.toISOString(),
			expiresAt: row.expiresAt.toISOString(),
		}
	})
}

const order = { active: 0, disabled: 1, removed: 2 }

function byStatusAndKana(one: Account, other: Account): number {
	return order[one.status] - order[other.status] || one.kana.localeCompare(other.kana, 'ja')
}

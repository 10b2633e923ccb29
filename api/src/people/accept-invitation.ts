import { proofMethod } from '@enshin/contracts/accounts.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { OpenedSession } from '@enshin/contracts/sign-in.ts'
import type { Tx } from '@enshin/db/client.ts'
import { addCredential, addPerson } from '@enshin/db/people.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { assignments, identityProofs, links, passwordHistory, practitioners } from '@enshin/db/schema/index.ts'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { appendEntry } from '../access-log/append-entry.ts'
import { type Beginning, beginSession } from '../accounts/begin-session.ts'
import { violates } from '../http/violates.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { type RememberedPassword, rememberPassword } from '../passwords/similar-password.ts'
import { facility as facilityOwner, openCell, person } from '../sealed/open-cells.ts'
import { demandPlace, type Place } from '../settings/demand-place.ts'
import { findInvitation, type Guest } from './find-invitation.ts'
import { lockAccounts } from './managing.ts'

type Found = Awaited<ReturnType<typeof findInvitation>>

/**
 * Makes the invited one of the facility's people, with the password they chose, and signs them in: fully, or for enrolling
 * the second factor that the facility asks for. Throws `link.invalid`, `account.not_identified`, `network.not_allowed`,
 * `device.not_registered`, and `password.refused`, after which the link is good for another try.
 */
export async function acceptInvitation(
	guest: Guest,
	within: Beginning & Pick<Place, 'deviceSecret'>,
	{ token, password }: { token: string; password: string },
): Promise<OpenedSession> {
	const found = await findInvitation(guest, token)
	await demandPlace(guest.db, found.facility.id, within)
	if (!isIdentified(found)) throw new ProblemError('account.not_identified')
	refuseGuessable(found, password)
	const remembered = await rememberPassword(password)
	const join = async (tx: Tx) => {
		await lockAccounts(tx, found.facility.id)
		await useUp(tx, found.link.id)
		const joined = await addMember(tx, guest, found, remembered)
		const detail = { requestId: guest.requestId, address: guest.address, role: found.invited.role }
		const about = { chainId: found.facility.id, actorId: joined.personId, subjects: [] }
		await appendEntry(tx, { ...about, action: 'account.join', detail: { ...detail, invitationId: found.link.id } })
		return await beginSession(tx, within, joined)
	}
	return await guest.db.transaction(join).catch((error) => {
		throw violates(error, 'credentials_email_in_tenant') ? new ProblemError('account.email_known') : error
	})
}

function isIdentified({ link }: Found): boolean {
	return link.proofMethod !== null && link.proofDocument !== null && link.proofBy !== null && link.proofAt !== null
}

function refuseGuessable({ invited, facility }: Found, password: string): void {
	const { name, kana, email } = invited
	const refusals = checkPassword(password, {
		profile: facility.passwordProfile,
		// Where one is asked for, nobody gets past its enrolment without one.
		hasSecondFactor: facility.secondFactor === 'required',
		person: { name, kana, email },
		facility,
	})
	const issues = refusals.map((code) => ({ path: 'password', message: code, code }))
	if (issues.length > 0) throw new ProblemError('password.refused', { issues })
}

/** One statement judges: of two who hold the same link, one joins. */
async function useUp(tx: Tx, linkId: Id): Promise<void> {
	const used = await tx
		.update(links)
		.set({ usedAt: sql`now()` })
		.where(and(eq(links.id, linkId), isNull(links.usedAt), isNull(links.revokedAt), gt(links.expiresAt, sql`now()`)))
		.returning({ id: links.id })
	if (used.length === 0) throw new ProblemError('link.invalid')
}

async function addMember(
	tx: Tx,
	{ vault }: Guest,
	{ link, invited, keys, facility }: Found,
	password: RememberedPassword,
) {
	const { name, kana, email, role, title } = invited
	const facilityId = facility.id
	const { personId, keys: own } = await addPerson(tx, vault, { name, kana })
	const [assignment] = await tx
		.insert(assignments)
		.values({ personId, facilityId, role })
		.returning({ id: assignments.id })
	if (!assignment) throw new Error('an inserted assignment was not returned')
	const facts = { personId, facilityId, email, passwordHash: password.hash }
	const credentialId = await addCredential(tx, vault, own, facts)
	const historyId = newId()
	const stem = { table: 'password_history', column: 'stem_hash', row: historyId }
	const stemHash = password.stemHash === null ? null : own.seal(person(personId), stem, password.stemHash)
	await tx.insert(passwordHistory).values({ id: historyId, credentialId, hash: password.hash, stemHash })
	await addProof(tx, keys, link, personId)
	let practitionerId: Id | null = null
	if (title !== null) {
		const [made] = await tx
			.insert(practitioners)
			.values({ personId, facilityId, title })
			.returning({ id: practitioners.id })
		practitionerId = made?.id ?? null
	}
	return {
		personId,
		facilityId,
		role,
		credentialId,
		assignmentId: assignment.id,
		practitionerId,
		locale: 'ja' as const,
	}
}

/** What the invitation kept becomes a line of 本人確認台帳, of when it was done and by whom. */
async function addProof(tx: Tx, keys: Found['keys'], link: Found['link'], personId: Id): Promise<void> {
	const { facilityId, proofMethod: method, proofDocument, proofBy, proofAt } = link
	if (!facilityId || !method || !proofDocument || !proofBy || !proofAt) throw new ProblemError('account.not_identified')
	const owner = facilityOwner(facilityId)
	const document = openCell(keys, owner, { table: 'links', column: 'proof_document', row: link.id }, proofDocument)
	const id = newId()
	await tx.insert(identityProofs).values({
		id,
		facilityId,
		personId,
		method: proofMethod.parse(method),
		document: keys.seal(owner, { table: 'identity_proofs', column: 'document', row: id }, document),
		checkedBy: proofBy,
		createdAt: proofAt,
	})
}

import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { begunEmailChange, Profile } from '@enshin/contracts/profile.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { credentials } from '@enshin/db/schema/index.ts'
import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { type Access, accessing } from '../access-log/accessing.ts'
import { requireFresh } from '../accounts/require-fresh.ts'
import type { SignInLimits } from '../accounts/sign-in-limits.ts'
import type { Work } from '../http/context.ts'
import { violates } from '../http/violates.ts'
import { enqueue } from '../notifications/enqueue.ts'
import { accountKnownMail } from '../notifications/templates/account-known.ts'
import { emailChangedMail } from '../notifications/templates/email-changed.ts'
import { emailCodeMail } from '../notifications/templates/email-code.ts'
import { openCellOrNull, person } from '../sealed/open-cells.ts'
import { codeMinutes, keepCode, newCode, takeCode } from './codes.ts'
import { findPatientCredential, readEmail } from './contact.ts'
import { ownOnly } from './own-only.ts'
import { profileWithin } from './read-profile.ts'

type Parts = { limits: Pick<SignInLimits, 'spendOn'>; webOrigin: string; auth: Work['db'] }

/**
 * Sends a code to the new address. One that is another's account already gets word of that in its place, and the asker the
 * same answer. Wants a fresh sign-in, for an address is the way to a new password.
 */
export async function beginEmailChange(
	work: Work,
	{ limits, webOrigin, auth }: Parts,
	typed: string,
): Promise<z.input<typeof begunEmailChange>> {
	ownOnly(work.actor)
	requireFresh(work)
	const { actor, vault } = work
	const to = readEmail(typed)
	await limits.spendOn('mailCode', to)
	const credentialId = (await ownCredential(work)).id
	const id = newId()
	const code = newCode()
	const expiresAt = await auth.transaction(async (tx) => {
		const known = await findPatientCredential(tx, vault, { channel: 'mail', to })
		const asked = { id, purpose: 'email_change', to, credentialId } as const
		const expiresAt = await keepCode(tx, vault, asked, known ? null : code)
		const mail = known
			? accountKnownMail(actor.locale, { url: `${webOrigin}/sign-in` })
			: emailCodeMail(actor.locale, { code, minutes: codeMinutes })
		await enqueue(tx, vault, { owner: person(actor.personId), channel: 'mail', to, ...mail })
		return expiresAt
	})
	return { id, expiresAt: expiresAt.toISOString() }
}

/** The code was right: one signs in with the new address from now on, and the old one is told. */
export async function confirmEmailChange(
	work: Work,
	{ auth }: Pick<Parts, 'auth'>,
	{ id, email, code }: { id: Id; email: string; code: string },
): Promise<Profile> {
	ownOnly(work.actor)
	const to = readEmail(email)
	const { id: credentialId } = await ownCredential(work)
	await takeCode(auth, work.vault, { id, purpose: 'email_change', to, credentialId }, code)
	const write = accessing(work, 'profile.write', async (access) => {
		access.detail.changed = 'email'
		await replaceEmail(access, to)
		return await profileWithin(access)
	})
	return await write.catch((error) => {
		throw violates(error, 'credentials_email_in_tenant') ? new ProblemError('email.taken') : error
	})
}

async function replaceEmail(access: Access, to: string): Promise<void> {
	const { db, vault, actor } = access
	const { id, email: before } = await ownCredential(access)
	const owner = person(actor.personId)
	const keys = await vault.keys(db, [owner])
	const place = { table: 'credentials', column: 'email', row: id }
	await db
		.update(credentials)
		.set({ email: keys.seal(owner, place, to), emailIndex: vault.index('email', null, to) })
		.where(eq(credentials.id, id))
	const old = openCellOrNull(keys, owner, place, before)
	if (old)
		await enqueue(db, vault, { owner, channel: 'mail', to: old, ...emailChangedMail(actor.locale, { at: new Date() }) })
}

async function ownCredential({ db, actor }: Pick<Work, 'db' | 'actor'>) {
	const [found] = await db
		.select({ id: credentials.id, email: credentials.email })
		.from(credentials)
		.where(and(eq(credentials.personId, actor.personId), isNull(credentials.facilityId)))
	if (!found) throw new ProblemError('not_found')
	return found
}

import { ProblemError } from '@enshin/contracts/errors.ts'
import type { PasswordRefusal } from '@enshin/contracts/passwords.ts'
import type { Db, Tx } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { credentials, passwordHistory } from '@enshin/db/schema/index.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { and, desc, eq, notInArray, sql } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { checkFormerPasswords } from '../passwords/check-former-passwords.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { type RememberedPassword, rememberedPasswords, rememberPassword } from '../passwords/similar-password.ts'
import { openCellOrNull, person } from '../sealed/open-cells.ts'
import type { Account } from './account.ts'
import { readPasswordContext } from './password-context.ts'

const stemCell = (row: string) => ({ table: 'password_history', column: 'stem_hash', row })

/**
 * Whether a new password may be this account's; throws `password.refused` with each reason otherwise. Returns what writes
 * it down, in the caller's transaction: as the account's password, and into its history (Q17.1.1.5, .6). Slow by intent.
 *
 * @param path the name of the form's field, for the reasons
 * @param current what was typed as the present one; null where it was not asked for
 */
export async function acceptPassword(
	{ db, vault }: Pick<Work, 'db' | 'vault'>,
	account: Account,
	{ next, current, path }: { next: string; current: string | null; path: string },
): Promise<(tx: Tx) => Promise<void>> {
	refuse(path, checkPassword(next, await readPasswordContext({ db, vault }, account)))
	const keys = await vault.keys(db, [person(account.personId)])
	refuse(path, await checkFormerPasswords(next, current, await readHistory(db, keys, account)))
	const made = await rememberPassword(next)
	return (tx) => write(tx, keys, account, made)
}

function refuse(path: string, refusals: PasswordRefusal[]): void {
	const issues = refusals.map((code) => ({ path, message: code, code }))
	if (issues.length > 0) throw new ProblemError('password.refused', { issues })
}

/** Newest first. The present one is among them also where it was set before there was a history. */
async function readHistory(db: Db, keys: Keys, account: Account): Promise<RememberedPassword[]> {
	const { credentialId, personId, passwordHash } = account
	const rows = await db
		.select()
		.from(passwordHistory)
		.where(eq(passwordHistory.credentialId, credentialId))
		.orderBy(desc(passwordHistory.createdAt), desc(passwordHistory.id))
		.limit(rememberedPasswords)
	const known = rows.map(({ id, hash, stemHash }) => ({
		hash,
		stemHash: openCellOrNull(keys, person(personId), stemCell(id), stemHash),
	}))
	const isKnown = passwordHash === null || known.some(({ hash }) => hash === passwordHash)
	return isKnown ? known : [{ hash: passwordHash, stemHash: null }, ...known]
}

async function write(tx: Tx, keys: Keys, { credentialId, personId }: Account, made: RememberedPassword): Promise<void> {
	const { hash, stemHash } = made
	await tx
		.update(credentials)
		.set({ passwordHash: hash, passwordChangedAt: sql`now()` })
		.where(eq(credentials.id, credentialId))
	const id = newId()
	const sealed = stemHash === null ? null : keys.seal(person(personId), stemCell(id), stemHash)
	await tx.insert(passwordHistory).values({ id, credentialId, hash, stemHash: sealed })
	const kept = tx
		.select({ id: passwordHistory.id })
		.from(passwordHistory)
		.where(eq(passwordHistory.credentialId, credentialId))
		.orderBy(desc(passwordHistory.createdAt), desc(passwordHistory.id))
		.limit(rememberedPasswords)
	const others = and(eq(passwordHistory.credentialId, credentialId), notInArray(passwordHistory.id, kept))
	await tx.delete(passwordHistory).where(others)
}

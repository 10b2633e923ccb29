import { ProblemError } from '@enshin/contracts/errors.ts'
import type { ProofKind } from '@enshin/contracts/sign-in.ts'
import { noteAccount } from '../accounts/note-account.ts'
import type { Proving } from './proving.ts'

/**
 * Something that was right once, and is used up: whoever sent it again has seen it. In a transaction of its own, so that
 * it stands in the log whatever becomes of the rest. Throws `auth.code_used`.
 */
export async function refuseReplay({ work }: Pick<Proving, 'work'>, kind: ProofKind): Promise<never> {
	await noteAccount(work.db, work, 'sign_in.replay', { factor: kind })
	throw new ProblemError('auth.code_used')
}

/** Throws `auth.code_wrong`, or `auth.passkey_failed`, with a line in the log. */
export async function refuseWrong({ work }: Pick<Proving, 'work'>, kind: ProofKind, cause?: unknown): Promise<never> {
	await noteAccount(work.db, work, 'sign_in.failure', { factor: kind })
	throw new ProblemError(kind === 'passkey' ? 'auth.passkey_failed' : 'auth.code_wrong', {}, { cause })
}

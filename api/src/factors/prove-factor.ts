import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { FactorProof } from '@enshin/contracts/sign-in.ts'
import type { SignInLimits } from '../accounts/sign-in-limits.ts'
import { provePasskey } from './prove-passkey.ts'
import { proveRecoveryCode } from './prove-recovery-code.ts'
import { proveSms } from './prove-sms.ts'
import { proveTotp } from './prove-totp.ts'
import type { Proved, Proving } from './proving.ts'

/**
 * Checks a second factor and uses it up. Each try is paid for before it is looked at, ten in a quarter of an hour for one
 * account; a right one gives them back. Commits what it uses up at once: a code is spent also when the rest fails.
 *
 * Throws `auth.code_wrong`, `auth.code_used`, `auth.code_expired`, `auth.passkey_failed`, `rate.limited`.
 */
export async function proveFactor(proving: Proving, limits: SignInLimits, proof: FactorProof): Promise<Proved> {
	const { credentialId } = proving.account
	await limits.spendOn('code', credentialId)
	const factorId = await check(proving, proof)
	await limits.forgiveOn('code', credentialId)
	return { kind: proof.kind, factorId }
}

async function check(proving: Proving, proof: FactorProof): Promise<Id | null> {
	switch (proof.kind) {
		case 'totp':
			return await proveTotp(proving, proof.code)
		case 'sms':
			return await proveSms(proving, proof)
		case 'passkey':
			return await provePasskey(proving, proof)
		case 'recovery_code':
			await proveRecoveryCode(proving, proof.code)
			return null
		default:
			return assertUnreachable(proof)
	}
}

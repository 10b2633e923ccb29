import type { Id } from '@enshin/contracts/ids.ts'
import type { Vault } from './vault.ts'

const tokenBytes = 16
const endDigits = 4

/** What a telephone number is found by at one facility: the whole, and its last four digits, as people ask for them. */
export function telephoneTokens(vault: Vault, facilityId: Id, telephone: string | null): Buffer[] {
	if (telephone === null) return []
	return [telephone, telephone.slice(-endDigits)].map((part) => telephoneQueryToken(vault, facilityId, part))
}

/** What to look for in the index: a whole number in E.164, or four digits. */
export function telephoneQueryToken(vault: Vault, facilityId: Id, telephone: string): Buffer {
	return vault.index('telephone', facilityId, telephone).subarray(0, tokenBytes)
}

import { hashPassword, verifyPassword } from '@enshin/db/password.ts'
import { longestCommonRun, withinDistance } from './edit-distance.ts'
import { fold } from './fold.ts'
import { countedVariants, lettersOf, stemOf } from './stem.ts'
import { reverse, unleet } from './unleet.ts'

/** What is kept of a former password. Neither is the password, nor anything it can be read from. */
export interface RememberedPassword {
	/** Argon2id, as `credentials.password_hash`. */
	hash: string
	/**
	 * Argon2id of the stem, and after a space of the letters where these are others; null where the stem is too short to
	 * be kept. Seal it (ADR 0022): a stem is easier to guess than its password, and half the way to it.
	 */
	stemHash: string | null
}

/** How many former passwords, the present one among them, a new one is compared with (Q17.1.1.6). */
export const rememberedPasswords = 5

/** Shorter stems would be guessed in hours, and are shared by passwords that have nothing in common. */
const shortestStem = 6

/** Two or three Argon2id, about 0.3 s. `hash` is also what `credentials.password_hash` takes. */
export async function rememberPassword(password: string): Promise<RememberedPassword> {
	const hash = await hashPassword(password)
	const stems: string[] = []
	for (const stem of new Set(longStems(password))) stems.push(await hashPassword(asStem(stem)))
	return { hash, stemHash: stems.join(' ') || null }
}

/** While it is being changed the present password is at hand, and can be compared letter by letter. */
export function isSimilarToCurrent(current: string, candidate: string): boolean {
	const [was, is] = [current, candidate].map((password) => unleet(fold(password))) as [string, string]
	if (was === is || reverse(was) === is) return true
	const stems = longStems(current)
	if (longStems(candidate).some((stem) => stems.includes(stem))) return true
	const length = Math.max(was.length, is.length)
	if (withinDistance(was, is, Math.max(3, Math.floor(length / 5)))) return true
	// Something put before or behind, or halves turned round.
	return longestCommonRun(was, is) > Math.min(was.length, is.length) / 2
}

/**
 * Whether it is one of the remembered ones in another dress: the same stem, or, where no stem was kept, the same with
 * its number counted up or down. Up to three Argon2id for each, 0.1 s each and one after another: a change of password
 * shall not keep sign-ins from their cores.
 */
export async function isSimilarToRemembered(
	candidate: string,
	remembered: readonly RememberedPassword[],
): Promise<boolean> {
	const stems = longStems(candidate).map(asStem)
	for (const { hash, stemHash } of remembered.slice(0, rememberedPasswords)) {
		if (stemHash === null) {
			if (await verifiesAny(countedVariants(candidate), hash)) return true
			continue
		}
		// Stem is held against stem, letters against letters; both against the one where they were the same.
		const kept = stemHash.split(' ')
		for (const [at, against] of kept.entries()) {
			if (await verifiesAny(kept.length === 1 ? new Set(stems) : stems.slice(at, at + 1), against)) return true
		}
	}
	return false
}

/** Whether it is one of them, to the letter. */
export async function isSameAsRemembered(candidate: string, remembered: readonly RememberedPassword[]) {
	for (const { hash } of remembered.slice(0, rememberedPasswords))
		if (await verifyPassword(candidate, hash)) return true
	return false
}

async function verifiesAny(tries: Iterable<string>, hash: string): Promise<boolean> {
	for (const attempt of tries) if (await verifyPassword(attempt, hash)) return true
	return false
}

/** The stem, then the letters; without those too short to be kept. The letters are never the longer. */
function longStems(password: string): string[] {
	return [stemOf(password), lettersOf(password)].filter((stem) => [...stem].length >= shortestStem)
}

/** So that the hash of a stem never opens an account whose password is its own stem. */
function asStem(stem: string): string {
	return `stem ${stem}`
}

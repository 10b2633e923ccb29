import type { Id } from '@enshin/contracts/ids.ts'
import { foldName } from './fold-name.ts'
import type { Vault } from './vault.ts'

const tokenBytes = 16

/** Nobody types more to find a person, and a name is not to fill the index. */
const longestPrefix = 40
const partsAtMost = 6

/**
 * What a patient is found by at one facility: a token for every beginning of the family name, of the given name, and of
 * the whole name, in kanji and in kana. Of parts put apart by spaces or 中黒. 16 bytes each, none twice.
 */
export function nameTokens(vault: Vault, facilityId: Id, { name, kana }: { name: string; kana: string }): Buffer[] {
	const prefixes = new Set([...prefixesOf(name), ...prefixesOf(kana)])
	return [...prefixes].map((prefix) => tokenOf(vault, facilityId, prefix))
}

/** What to look for in the index when somebody has typed these words. Words that fold to nothing find nobody. */
export function nameQueryToken(vault: Vault, facilityId: Id, words: string): Buffer {
	return tokenOf(vault, facilityId, [...foldName(words)].slice(0, longestPrefix).join(''))
}

const tokenOf = (vault: Vault, facilityId: Id, folded: string) =>
	vault.index('name', facilityId, folded).subarray(0, tokenBytes)

/** From each part to the end: the beginnings of the whole name are those of the family name, too. */
function prefixesOf(name: string): string[] {
	const parts = name
		.normalize('NFKC')
		.split(/[\s・]+/u)
		.map(foldName)
		.filter((part) => part !== '')
		.slice(0, partsAtMost)
	return parts.flatMap((_, start) => {
		const letters = [...parts.slice(start).join('')].slice(0, longestPrefix)
		return letters.map((_letter, end) => letters.slice(0, end + 1).join(''))
	})
}

import { createRequire } from 'node:module'
import type { Match, ZxcvbnFactory } from '@zxcvbn-ts/core'
import { japanesePhrases } from './japanese-phrases.ts'
import { romanize } from './romanize.ts'

export interface Estimator {
	zxcvbn: ZxcvbnFactory
	/** As found in breaches, the commonest first. */
	commonPasswords: readonly string[]
}

let loaded: Estimator | undefined

/**
 * zxcvbn with the words of Japanese and English. Loaded when the first password is checked, and kept: about 0.3 s
 * of one core and 60 MB, which an api that starts should not spend. Synchronous, so that a check is a plain function.
 */
export function estimator(): Estimator {
	loaded ??= load()
	return loaded
}

type Core = typeof import('@zxcvbn-ts/core')
interface Language {
	dictionary: Record<string, string[]>
}
type Common = typeof import('@zxcvbn-ts/language-common')

function load(): Estimator {
	const require = createRequire(import.meta.url)
	const { ZxcvbnFactory } = require('@zxcvbn-ts/core') as Core
	const common = require('@zxcvbn-ts/language-common') as Common
	const en = require('@zxcvbn-ts/language-en') as Language
	const ja = require('@zxcvbn-ts/language-ja') as Language
	const commonPasswords = [...(common.dictionary['passwords-common'] ?? []).map(String), ...japanesePhrases]
	const zxcvbn = new ZxcvbnFactory({
		graphs: common.adjacencyGraphs,
		// Every sign may stand for several letters; trying all of them is what makes a hostile password slow.
		l33tMaxSubstitutions: 16,
		dictionary: {
			passwords: commonPasswords,
			phrases: [...japanesePhrases, ...japanesePhrases.map(romanize)],
			...prefixed('ja', ja),
			...prefixed('en', en),
		},
	})
	return { zxcvbn, commonPasswords }
}

/** Both languages call their lists by the same names; rare words are as good as random letters, and cost memory. */
function prefixed(language: string, { dictionary }: Language): Record<string, string[]> {
	return Object.fromEntries(
		Object.entries(dictionary).map(([name, words]) => [`${language}-${name}`, words.slice(0, mostWords)]),
	)
}
const mostWords = 30_000

/** Where a password's guesses are few, `words` says which of the known ones made it so. */
export interface Estimate {
	guessesLog10: number
	words: string[]
}

/**
 * How many guesses somebody needs who knows the languages, the common passwords and the words given. Of a long password
 * only both ends are looked at, the better of which counts: time grows faster than length, and an end that is strong
 * makes the whole strong.
 */
export function estimateGuesses(password: string, words: readonly string[]): Estimate {
	if (password.length <= longest) return estimate(password, words)
	const ends = [password.slice(0, longest), password.slice(-longest)].map((end) => estimate(end, words))
	return ends.reduce((best, end) => (end.guessesLog10 > best.guessesLog10 ? end : best))
}
const longest = 32

function estimate(password: string, words: readonly string[]): Estimate {
	const { guessesLog10, sequence } = estimator().zxcvbn.check(password, [...words])
	return { guessesLog10, words: sequence.filter(isKnown).map((match) => String(match.matchedWord)) }
}

function isKnown(match: Match): boolean {
	return match.dictionaryName === 'userInputs'
}

import { checkPasswordForm, type PasswordRefusal } from '@enshin/contracts/passwords.ts'
import { isCommon } from './common-passwords.ts'
import { estimateGuesses } from './estimator.ts'
import { findKnownWords } from './find-known-words.ts'
import { fold } from './fold.ts'
import { type KnownWord, knownWords } from './own-words.ts'
import type { PasswordContext } from './password-context.ts'
import { romanize } from './romanize.ts'

/**
 * The guesses a password must withstand, as a power of ten. Ten is what zxcvbn calls very unguessable, also where a hash
 * is stolen. A second factor takes the guessing away: there, what eight random characters have is enough.
 */
const leastGuessesLog10 = { alone: 10, withSecondFactor: 7 }

/**
 * Why a new password is refused; empty when it is accepted. Length and characters (Q17.1.1.4), then what others would
 * guess (Q17.1.1.5): common passwords, the person's and the facility's words, sequences, dates. Former passwords are
 * `similar-password.ts`.
 *
 * The first call loads the dictionaries (see `estimator.ts`); after that a call takes some milliseconds, at most about
 * 0.2 s for a password made to be slow.
 */
export function checkPassword(candidate: string, context: PasswordContext): PasswordRefusal[] {
	const form = checkPasswordForm(candidate, context)
	if (form.includes('too_long')) return form
	const password = candidate.normalize('NFC')
	const words = knownWords(context)
	const guessed = guessedFrom(password, words)
	if (guessed.length > 0) return [...form, ...guessed]
	// Of a short one it would only say again that it is short.
	if (form.includes('too_short')) return form
	return [...form, ...weakness(password, words, context.hasSecondFactor)]
}

/** What can be said with certainty: it is one of those, or has one of those in it. */
function guessedFrom(password: string, words: readonly KnownWord[]): PasswordRefusal[] {
	const refusals: PasswordRefusal[] = isCommon(password) ? ['common'] : []
	return [...refusals, ...refusalsOf(findKnownWords(password, words))]
}

/** What can be estimated: too few guesses, and by which words. */
function weakness(password: string, words: readonly KnownWord[], hasSecondFactor: boolean): PasswordRefusal[] {
	const least = hasSecondFactor ? leastGuessesLog10.withSecondFactor : leastGuessesLog10.alone
	const texts = words.map(({ text }) => text)
	for (const { text, credit } of readings(password)) {
		const estimate = estimateGuesses(text, texts)
		if (estimate.guessesLog10 + credit >= least) continue
		const used = refusalsOf(words.filter(({ text }) => estimate.words.includes(text)))
		return used.length > 0 ? used : ['guessable']
	}
	return []
}

/**
 * As typed, and once more in small letters with nothing between the words: the Japanese dictionary is in letters, and
 * zxcvbn takes `sun-moon-1` for three secrets where there are two. Each kind of separator counts as one character.
 */
function readings(password: string): { text: string; credit: number }[] {
	const between = password.match(separators) ?? []
	const joined = romanize(fold(password.replace(separators, '')).replace(/(\d)[年月日]/gu, '$1'))
	return [
		{ text: password, credit: 0 },
		{ text: joined, credit: new Set(between).size },
	]
}
const separators = /[\s\-_.,/:;~|・、。＿－]/gu

function refusalsOf(words: readonly KnownWord[]): PasswordRefusal[] {
	const refusals = words.map(({ whose }) => (whose === 'own' ? 'contains_own_words' : 'contains_facility_words'))
	return [...new Set(refusals)].sort().reverse()
}

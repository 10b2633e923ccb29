import { estimator } from './estimator.ts'
import { fold } from './fold.ts'
import { isTrivial } from './trivial-padding.ts'
import { reverse, unleet } from './unleet.ts'

/** 東京 is one; the shortest in letters have three. A single character is left to the estimate. */
const shortestCore = 2
/** What a person adds to reach a length: `!`, `1`, `2026!`. More than this is left to the estimate. */
const mostPadding = 5
/** Longer ones need no window of their own: nobody pads a hundred characters. */
const mostLooked = 64

let known: { cores: Set<string>; longest: number } | undefined

function lists() {
	if (!known) {
		const cores = new Set(estimator().commonPasswords.map((password) => unleet(fold(password))))
		known = { cores, longest: Math.max(...[...cores].map(({ length }) => length)) }
	}
	return known
}

/**
 * Whether a password is a common one, or a common one with little done to it: capitals, 0 for o, spaces, backwards,
 * doubled, or padded with sequences, years, repeated signs and up to five others (fewer than the common part has).
 */
export function isCommon(candidate: string): boolean {
	const folded = fold(candidate)
	return [folded, reverse(folded)].some(isPaddedCommon)
}

function isPaddedCommon(folded: string): boolean {
	const { cores, longest } = lists()
	const text = unleet(folded)
	if (text.length > mostLooked) return cores.has(shortestPeriod(text))
	// The longest windows first: a padded password is found after a few looks.
	for (let length = Math.min(text.length, longest); length >= shortestCore; length--) {
		for (let at = 0; at + length <= text.length; at++) {
			const core = text.slice(at, at + length)
			if (cores.has(core) && isLittle(restOf(folded, text, core), Math.min(mostPadding, length - 1))) return true
		}
	}
	return cores.has(text)
}

/** What is left when the core is taken out, wherever it is: the pieces as they were typed. */
function restOf(folded: string, text: string, core: string): string[] {
	const pieces: string[] = []
	let from = 0
	for (let at = text.indexOf(core); at >= 0; at = text.indexOf(core, from)) {
		pieces.push(folded.slice(from, at))
		from = at + core.length
	}
	return [...pieces, folded.slice(from)].filter(Boolean)
}

function isLittle(pieces: string[], most: number): boolean {
	let left = most
	// `password!password!password!`: a padding that comes again adds nothing.
	for (const piece of new Set(pieces)) if (!isTrivial(piece)) left -= piece.length
	return left >= 0
}

/** `abcabcabc` has `abc`; what repeats nothing has itself. */
function shortestPeriod(text: string): string {
	const again = (text + text).indexOf(text, 1)
	return text.slice(0, again)
}

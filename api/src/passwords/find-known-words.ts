import { fold } from './fold.ts'
import type { KnownWord } from './own-words.ts'
import { romanize } from './romanize.ts'
import { reverse, unleet } from './unleet.ts'

/**
 * Which of the words are in a password, however they are dressed: in capitals, full-width, kana for letters, with 0 for
 * o, with signs between, backwards. Linear in the password for each word.
 */
export function findKnownWords(candidate: string, words: readonly KnownWord[]): KnownWord[] {
	const texts = readings(candidate)
	return words.filter(
		({ text, refused }) => refused !== 'worthless' && texts.some((reading) => isIn(reading, text, refused === 'alone')),
	)
}

interface Reading {
	text: string
	unleeted: string
}

/** The ways to read it: as it is, without signs, camelCase apart, backwards, kana in letters, the digits alone. */
function readings(candidate: string): Reading[] {
	const nfkc = candidate.normalize('NFKC')
	const plain = fold(nfkc)
	const parted = nfkc.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1-')
	const texts = [plain, plain.replace(/[^\p{L}\p{M}\p{N}ー]/gu, ''), fold(parted), fold(nfkc.replace(/\s+/gu, '-'))]
	texts.push(...texts.map(reverse))
	texts.push(...texts.map(romanize), ...digitsOf(nfkc), ...digitsOf(reverse(nfkc)))
	return [...new Set(texts)].map((text) => ({ text, unleeted: unleet(text) }))
}

function isIn({ text, unleeted }: Reading, word: string, alone: boolean): boolean {
	const digits = /^\d+$/.test(word)
	if (digits) return places(text, word).some((at) => !alone || !touches(text, at, word.length, /\d/))
	const plain = unleet(word)
	return places(unleeted, plain).some((at) => {
		// 53124 could be read as `seiza`; who wrote digits only did not write a word.
		if (!/\D/.test(text.slice(at, at + plain.length))) return false
		return !alone || !touches(text, at, plain.length, /\p{L}/u)
	})
}

/** Numbers apart, and all digits in one. */
function digitsOf(text: string): string[] {
	return [text.replace(/\D+/g, '-'), text.replace(/\D/g, '')]
}

function places(text: string, wanted: string): number[] {
	const found: number[] = []
	for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) found.push(at)
	return found
}

function touches(text: string, at: number, length: number, kind: RegExp): boolean {
	return kind.test(text.charAt(at - 1)) || kind.test(text.charAt(at + length))
}

import { expect, test } from 'vitest'
import { estimateGuesses } from './estimator.ts'

const weak = 'a'.repeat(96)
const strong = 'kettle moon piano straw umbrella'

test('of a long password both ends are looked at, and nothing else: the time it takes is bounded', () => {
	expect(strong).toHaveLength(32)
	const end = estimateGuesses(strong, [])
	expect(end.guessesLog10).toBeGreaterThan(15)
	expect(estimateGuesses(weak + strong, [])).toEqual(end)
	expect(estimateGuesses(strong + weak, [])).toEqual(end)
	expect(estimateGuesses(weak + strong + weak, [])).toEqual(estimateGuesses(weak.slice(0, 32), []))
})

test('known words are worth nearly nothing, and are named', () => {
	const { guessesLog10, words } = estimateGuesses('azabujuban2026', ['azabujuban'])
	expect(words).toEqual(['azabujuban'])
	expect(guessesLog10).toBeLessThan(6)
	expect(estimateGuesses('azabujuban2026', []).guessesLog10).toBeGreaterThan(guessesLog10)
})

import { expect, test } from 'vitest'
import { bestScore } from './incoming.ts'

test.each([
	['nothing has arrived yet', [], 0],
	['one encoding arrives badly', [{ score: 3 }], 3],
	['the small one of three simulcast layers still arrives', [{ score: 7 }, { score: 0 }, { score: 0 }], 7],
])('the score of a stream is that of its best encoding: %s', (_, scores, expected) => {
	expect(bestScore(scores)).toBe(expected)
})

import { expect, test } from 'vitest'
import { makeProblem, preferredLocale, problem, problemCodes } from './errors.ts'

test.each(problemCodes)('%s is a whole Problem in both languages', (code) => {
	const [ja, en] = [makeProblem(code, 'ja'), makeProblem(code, 'en')]
	expect(problem.parse(ja)).toEqual(ja)
	expect(ja.title).toMatch(/[ぁ-ん].*。$/u)
	expect(en.title).toMatch(/^[\x20-\x7e]+\.$/)
	expect(ja.status).toBeGreaterThanOrEqual(400)
})

test.each([
	['en-US,en;q=0.9,ja;q=0.8', 'en'],
	['ja', 'ja'],
	['fr-FR,fr', 'ja'],
	['', 'ja'],
	[null, 'ja'],
] as const)('Accept-Language %j is answered in %s', (header, expected) => {
	expect(preferredLocale(header)).toBe(expected)
})

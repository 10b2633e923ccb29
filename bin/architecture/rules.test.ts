import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { expect, test } from 'vitest'
import { architecture } from './rules.ts'

const folders = ['contracts', 'db', 'sfu', 'signaling', 'api', 'web', 'loadtest', 'bin']

/** The names of the rules that a tree breaks, each with the files it found. */
async function broken(baseDir: string): Promise<Map<string, string[]>> {
	const { forbidden, options } = architecture
	const { exclude: _, ...rest } = options ?? {}
	const { enhancedResolveOptions } = rest
	const cruised = await cruise(
		folders,
		{ ...rest, baseDir, validate: true, ruleSet: { forbidden } },
		{ bustTheCache: true, ...enhancedResolveOptions },
	)
	const found = new Map<string, string[]>()
	for (const { rule, from } of (cruised.output as ICruiseResult).summary.violations) {
		found.set(rule.name, [...(found.get(rule.name) ?? []), from])
	}
	return found
}

const wrong = await broken(join(import.meta.dirname, 'wrong'))

test.each(architecture.forbidden?.map(({ name }) => name ?? '') ?? [])('the rule %s can fail', (name) => {
	expect(wrong.get(name)).toBeDefined()
})

test('a rule fails on the file that breaks it, and on no other', () => {
	expect(wrong.get('contracts-imports-zod-only')).toContain('contracts/src/uses-a-library.ts')
	expect(wrong.get('signaling-knows-only-contracts-and-db')).toEqual(['signaling/src/imports-the-sfu.ts'])
	expect(wrong.get('web-takes-types-only-from-api')).toEqual(['web/src/runs-the-api.ts'])
})

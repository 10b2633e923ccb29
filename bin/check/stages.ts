import { countPlaywright } from './count-playwright.ts'
import { countVitest } from './count-vitest.ts'
import { add, type Counts, nothing } from './counts.ts'
import { check, type Stage, suite } from './stage.ts'

const minute = 60_000
const typedPackages = ['.', 'contracts', 'db', 'sfu', 'signaling', 'api', 'loadtest']
const sourceFolders = ['bin', 'contracts', 'db', 'sfu', 'signaling', 'api', 'web', 'loadtest']
const vitestReport = 'test-results/vitest.json'

async function types(): Promise<Counts> {
	let counts = nothing
	for (const folder of typedPackages) {
		const args = ['node_modules/@typescript/native/bin/tsc', '-p', folder]
		counts = add(counts, await check(folder === '.' ? 'bin' : folder, { args, withinMs: 3 * minute }))
	}
	const vite = (name: string, args: string[]) => check(name, { args, cwd: 'web', withinMs: 4 * minute })
	const synced = await vite('web (sync)', ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync'])
	const args = ['node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings', '--output', 'human']
	return add(counts, add(synced, await vite('web', args)))
}

/** Everything `npm test` proves, in order: what is quick and says most comes first. */
export const stages: Stage[] = [
	{
		name: 'format and lint',
		run: () =>
			check('biome', {
				args: ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--colors=off', '.'],
				withinMs: 2 * minute,
			}),
	},
	{ name: 'types', run: types },
	{
		name: 'architecture',
		run: () =>
			check('who may know whom', {
				args: ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', ...sourceFolders],
				withinMs: 3 * minute,
			}),
	},
	{
		name: 'nothing unused',
		run: () => check('knip', { args: ['node_modules/knip/bin/knip.js'], withinMs: 3 * minute }),
	},
	{
		name: 'unit and integration',
		run: () =>
			suite('vitest', {
				args: [
					'node_modules/vitest/vitest.mjs',
					'run',
					'--reporter=default',
					'--reporter=json',
					'--outputFile.json',
					vitestReport,
				],
				withinMs: 15 * minute,
				report: vitestReport,
				count: countVitest,
			}),
	},
	{
		name: 'browser',
		run: () =>
			suite('playwright', {
				args: ['node_modules/@playwright/test/cli.js', 'test'],
				cwd: 'web',
				withinMs: 20 * minute,
				// It forces colours on its workers, and Node would warn of the two at every test.
				colourless: { FORCE_COLOR: '0' },
				report: 'web/test-results/report.json',
				count: countPlaywright,
			}),
	},
]

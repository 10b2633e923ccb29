import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'
import type { KeptResult } from './record.ts'
import { renderResults } from './render-results.ts'

const marks = ['<!-- measured: from here on written by `pnpm bench --write` -->', '<!-- measured: end -->'] as const

/**
 * Takes the results of the last runs into `docs/performance/` and writes the tables of `docs/performance.md` anew between
 * its two marks; what people wrote around them stays. Results that were not measured again keep their old date.
 */
export function writePage(from: string): void {
	const kept = join(root, 'docs', 'performance')
	mkdirSync(kept, { recursive: true })
	for (const name of existsSync(from) ? readdirSync(from) : [])
		if (name.endsWith('.json')) copyFileSync(join(from, name), join(kept, name))
	const results = readdirSync(kept)
		.filter((name) => name.endsWith('.json'))
		.map((name) => JSON.parse(readFileSync(join(kept, name), 'utf8')) as KeptResult)
	const page = join(root, 'docs', 'performance.md')
	const text = readFileSync(page, 'utf8')
	const [start, end] = [text.indexOf(marks[0]), text.indexOf(marks[1])]
	if (start === -1 || end < start) throw new Error(`docs/performance.md has lost its marks: ${marks.join(' … ')}`)
	writeFileSync(page, `${text.slice(0, start)}${marks[0]}\n\n${renderResults(results)}\n${text.slice(end)}`)
	// The repository's own format, which `npm test` asks of every file.
	const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
	execFileSync(process.execPath, [biome, 'format', '--write', page, kept], { cwd: root, stdio: 'ignore' })
	console.log(`docs/performance.md: ${results.length} measures, ${results.filter(({ met }) => met).length} goals met`)
}

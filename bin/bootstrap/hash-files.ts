import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

function* filesUnder(path: string, skip: ReadonlySet<string>): Generator<string> {
	const stat = statSync(path, { throwIfNoEntry: false })
	if (!stat) return
	if (!stat.isDirectory()) return yield path
	for (const entry of readdirSync(path).sort()) {
		if (!skip.has(entry)) yield* filesUnder(join(path, entry), skip)
	}
}

/** A hash over names and contents of files and folders, given relative to `root`; `skip` names entries to leave out. */
export function hashFiles(root: string, paths: readonly string[], skip: readonly string[] = []): string {
	const hash = createHash('sha256')
	const skipped = new Set(skip)
	for (const path of paths) {
		for (const file of filesUnder(join(root, path), skipped)) {
			hash
				.update(`${relative(root, file)}\0`)
				.update(readFileSync(file))
				.update('\0')
		}
	}
	return hash.digest('hex').slice(0, 24)
}

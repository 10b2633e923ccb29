import { copyFileSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

/** Copies a file so that whoever looks finds all of it or none: beside the target first, then renamed. */
export function placeFile(from: string, to: string): void {
	mkdirSync(dirname(to), { recursive: true })
	const beside = `${to}.${process.pid}`
	copyFileSync(from, beside)
	renameSync(beside, to)
}

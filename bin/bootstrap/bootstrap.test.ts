import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from '../root.ts'
import { findProgram, notInstalled } from './debian.ts'
import { hashFiles } from './hash-files.ts'
import { ensureWorker, workerRuns } from './worker.ts'
import { findWorker, workerPath } from './worker-path.ts'

let folder: string
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'enshin-bootstrap-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the hash of sources changes with a file’s content, its name and its place, and with nothing else', () => {
	const put = (path: string, text: string) => writeFileSync(join(folder, path), text)
	mkdirSync(join(folder, 'src/deep'), { recursive: true })
	put('src/a.ts', 'a')
	put('src/deep/b.ts', 'b')
	const first = hashFiles(folder, ['src', 'absent'])
	expect(hashFiles(folder, ['src'])).toBe(first)
	put('src/a.ts', 'A')
	const changed = hashFiles(folder, ['src'])
	put('src/a.ts', 'a')
	expect(hashFiles(folder, ['src'])).toBe(first)
	put('src/c.ts', '')
	const added = hashFiles(folder, ['src'])
	expect(hashFiles(folder, ['src'], ['c.ts'])).toBe(first)
	rmSync(join(folder, 'src/c.ts'))
	rmSync(join(folder, 'src/deep/b.ts'))
	put('src/b.ts', 'b')
	expect(new Set([first, changed, added, hashFiles(folder, ['src'])]).size).toBe(4)
})

test('a package counts as installed only when dpkg says exactly that', () => {
	const status = 'meson installed\nninja-build not-installed\nlibssl-dev config-files\n'
	expect(notInstalled(['meson', 'ninja-build', 'libssl-dev', 'unheard-of'], status)).toEqual([
		'ninja-build',
		'libssl-dev',
		'unheard-of',
	])
})

test('a program is found where PATH names it, and a folder is none', () => {
	mkdirSync(join(folder, 'meson'))
	expect(findProgram('meson', folder)).toBeNull()
	expect(findProgram('sh', `${folder}:/bin`)).toBe('/bin/sh')
})

test('the worker is cached outside the clone, under the version it belongs to', () => {
	const path = workerPath(root, { XDG_CACHE_HOME: folder })
	expect(path.startsWith(join(folder, 'enshin/mediasoup-worker/3.'))).toBe(true)
	expect(findWorker(root, { XDG_CACHE_HOME: folder })).toBeNull()
	expect(findWorker(root, { XDG_CACHE_HOME: folder, MEDIASOUP_WORKER_BIN: '/somewhere' })).toBe('/somewhere')
})

test('a worker that does not run here is refused by the name of its variable', async () => {
	const notOne = join(folder, 'mediasoup-worker')
	writeFileSync(notOne, '#!/bin/sh\nexit 127\n', { mode: 0o755 })
	expect(workerRuns(notOne)).toBe(false)
	await expect(ensureWorker(root, { MEDIASOUP_WORKER_BIN: notOne }, () => {})).rejects.toThrow('MEDIASOUP_WORKER_BIN')
})

import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withNewVersion } from './master-key.ts'
import {
	createMasterKeyFile,
	loadMasterKey,
	masterKeySource,
	readMasterKeyFile,
	replaceMasterKeyFile,
} from './master-key-file.ts'

let folder: string
let path: string
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'enshin-master-key-'))
	path = join(folder, 'made/master-key.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const dataKey = Buffer.alloc(32, 7)
const load = () => loadMasterKey({ kind: 'file', path })

test('a made file is read by its owner only, and never made twice', () => {
	createMasterKeyFile(path)
	const before = readFileSync(path, 'utf8')
	expect(statSync(path).mode & 0o777).toBe(0o600)
	expect(() => createMasterKeyFile(path)).toThrow(expect.objectContaining({ code: 'EEXIST' }))
	expect(readFileSync(path, 'utf8')).toBe(before)
})

test('a missing file stops the start, and is not made', () => {
	expect(load).toThrow(expect.objectContaining({ code: 'ENOENT' }))
	expect(load).toThrow(expect.objectContaining({ code: 'ENOENT' }))
})

test.each([0o640, 0o604, 0o660, 0o644])('a file that others may read or write (%o) is refused', (mode) => {
	createMasterKeyFile(path)
	chmodSync(path, mode)
	expect(load).toThrow(`chmod 600 ${path}`)
	chmodSync(path, 0o400)
	expect(load).not.toThrow()
})

test('a file with anything missing is refused, and the error shows none of it', () => {
	createMasterKeyFile(path)
	const whole = JSON.parse(readFileSync(path, 'utf8'))
	const secret: string = whole.indexSecret
	const wrong = [
		'',
		'null',
		`{"indexSecret":"${secret}",`,
		...[
			{ format: 'enshin-master-key/2' },
			{ current: 'mk-other' },
			{ keys: {} },
			{ keys: { [whole.current]: secret.slice(4) } },
			{ indexSecret: 'short' },
			{ indexSecret: undefined },
		].map((change) => JSON.stringify({ ...whole, ...change })),
	]
	for (const text of wrong) {
		writeFileSync(path, text)
		expect(load, text).toThrow(`${path} is no master key of Enshin`)
		expect(load).not.toThrow(secret.slice(0, 8))
	}
})

test('what one reading wrapped another unwraps, and index keys are the same', () => {
	createMasterKeyFile(path)
	const wrapped = load().wrap(dataKey, 'a')
	expect(load().unwrap(wrapped, 'a')).toEqual(dataKey)
	expect(() => load().unwrap(wrapped, 'b')).toThrow('does_not_open')
	expect(load().derive('x')).toEqual(load().derive('x'))
	expect(load().derive('x')).not.toEqual(load().derive('y'))
})

test('a running service meets a new version by itself, in what it wraps and in what it unwraps', () => {
	createMasterKeyFile(path)
	const [wraps, unwraps] = [load(), load()]
	const old = wraps.wrap(dataKey, 'a')
	const index = wraps.derive('x')
	replaceMasterKeyFile(path, withNewVersion(readMasterKeyFile(path)))
	expect(statSync(path).mode & 0o777).toBe(0o600)
	const next = wraps.wrap(dataKey, 'a')
	expect(next.masterKeyId).not.toBe(old.masterKeyId)
	expect(unwraps.unwrap(next, 'a')).toEqual(dataKey)
	expect(unwraps.unwrap(old, 'a')).toEqual(dataKey)
	expect(wraps.derive('x')).toEqual(index)
})

test('the environment names the file, or systemd brings the credential, or the start stops', () => {
	expect(masterKeySource({ ENSHIN_MASTER_KEY_FILE: '/a', CREDENTIALS_DIRECTORY: '/b' })).toEqual({
		kind: 'file',
		path: '/a',
	})
	expect(() => masterKeySource({})).toThrow('ENSHIN_MASTER_KEY_FILE')
	createMasterKeyFile(path)
	symlinkSync(path, join(folder, 'enshin-master-key'))
	// systemd shows credentials through ACLs, which look like group rights.
	chmodSync(path, 0o440)
	const source = masterKeySource({ CREDENTIALS_DIRECTORY: folder })
	expect(loadMasterKey(source).derive('x')).toHaveLength(32)
})

import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withLogSnapshot } from '@enshin/db/access-log/read-log.ts'
import { connect } from '@enshin/db/connection.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { openTestDatabase } from '@enshin/db/testing.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../root.ts'

const { url } = await openTestDatabase()
const folder = mkdtempSync(join(tmpdir(), 'enshin-audit-'))
const chain = newId()
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const [keyFile, signedFile, exported] = ['key.json', 'signed.jsonl', 'chain.jsonl'].map((name) =>
	join(folder, name),
) as [string, string, string]
const superuser = connect({ url, name: 'test superuser', max: 1 })
afterAll(async () => {
	await superuser.end({ timeout: 5 })
	rmSync(folder, { recursive: true })
})

/** The command as somebody types it, without anything of ours in its environment but the signing key. */
function audit(...args: string[]): Promise<{ code: number; output: string }> {
	const env = { PATH: process.env.PATH, ENSHIN_DATA_DIR: folder, ENSHIN_CHECKPOINT_KEY: signing }
	return new Promise((resolve) => {
		execFile(process.execPath, ['bin/audit.ts', ...args], { cwd: root, env }, (error, stdout, stderr) => {
			resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: stdout + stderr })
		})
	})
}
const signing = JSON.stringify(privateKey.export({ format: 'jwk' }))
const verify = (...args: string[]) => audit('verify', '--checkpoints', signedFile, '--key', keyFile, ...args)

beforeAll(async () => {
	// As the operators hand it out: the public half, and nothing of the private one.
	const { output } = await audit('public-key')
	expect(JSON.parse(output)).toEqual(publicKey.export({ format: 'jwk' }))
	writeFileSync(keyFile, output)
	await superuser.begin(async (tx) => {
		await tx`select set_config('enshin.scope', 'service', true)`
		await tx`select append_access_log(${chain}, null, 'call.report', '{}', jsonb_build_object('n', n)) from generate_series(1, 5000) n`
	})
	expect(await audit('checkpoint', '--database', url, '--to', signedFile)).toMatchObject({ code: 0 })
	await withLogSnapshot(url, { chain }, async ({ rows }) => {
		const lines: string[] = []
		for await (const batch of rows) lines.push(...batch.map((row) => `${JSON.stringify(row)}\n`))
		writeFileSync(exported, lines.join(''))
	})
})

test('a database and an exported chain that nobody touched verify, and the command ends with 0', async () => {
	const ok = { code: 0, output: expect.stringMatching(/^OK: 5,000 rows in 1 chains fit, against 1 checkpoints/) }
	expect(await verify('--database', url)).toMatchObject(ok)
	expect(await verify('--file', exported)).toMatchObject(ok)
})

test('an exported chain is verified with the public key alone: an edit, a cut, a forged checkpoint are named', async () => {
	const text = readFileSync(exported, 'utf8')
	const changed = join(folder, 'changed.jsonl')
	const verifyChanged = async (content: string) => {
		writeFileSync(changed, content)
		return await verify('--file', changed)
	}
	const lines = text.trimEnd().split('\n')
	const named = (seq: number, words: string) => ({ code: 1, output: expect.stringContaining(`row ${seq}: ${words}`) })
	const edited = lines.with(2999, (lines[2999] ?? '').replace('\\"n\\": 3000', '\\"n\\": 1'))
	expect(await verifyChanged(edited.join('\n'))).toMatchObject(named(3000, 'was edited'))
	expect(await verifyChanged(lines.slice(0, -1).join('\n'))).toMatchObject(named(5000, 'was there when a checkpoint'))
	expect(await verifyChanged(lines.toSpliced(10, 1).join('\n'))).toMatchObject(named(11, 'is missing'))
	const forged = join(folder, 'forged.jsonl')
	writeFileSync(forged, readFileSync(signedFile, 'utf8').replace('"seq":5000', '"seq":4999'))
	const believed = await audit('verify', '--checkpoints', forged, '--key', keyFile, '--file', exported)
	expect(believed).toMatchObject({ code: 1, output: expect.stringContaining('line 1: is not signed') })
})

test('in the database, an edited row is named and the command ends with 1; what cannot be read ends with 2', async () => {
	await superuser`update access_log set action = 'sign_out' where chain_id = ${chain} and seq = 1234`
	const found = await verify('--database', url)
	expect(found).toMatchObject({ code: 1, output: expect.stringContaining(`chain ${chain}, row 1234: was edited`) })
	expect(await verify('--database', 'postgres://127.0.0.1:1/none')).toMatchObject({ code: 2 })
	expect(await audit('rectify')).toMatchObject({ code: 2 })
	expect(await audit('verify', '--help')).toMatchObject({ code: 0, output: expect.stringContaining('--checkpoints') })
})

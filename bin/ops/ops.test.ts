import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMasterKeyFile } from '@enshin/db/sealing/vault.ts'
import { openTestDatabase } from '@enshin/db/testing.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const { url } = await openTestDatabase()
const folder = mkdtempSync(join(tmpdir(), 'enshin-ops-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeAll(() => createMasterKeyFile(join(folder, 'master-key.json')))

const password = 'neither rain nor guessable 47'
const env = {
	ENSHIN_DATA_DIR: folder,
	ENSHIN_WEB_ORIGIN: 'https://enshin.test',
	ENSHIN_OPERATOR_PASSWORD: password,
	ENSHIN_NEW_PASSWORD: password,
	ENSHIN_CHECKPOINT_KEY: JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
	DATABASE_URL: url,
}

Object.assign(process.env, env)
// After its environment is there: it is read once, as by a command.
const { opsCommand } = await import('./ops-command.ts')

/** What an operator types, and reads. Without a process of its own, which costs seconds: that it starts is held in access-log.e2e.ts. */
async function ops(...args: string[]): Promise<{ code: number; output: string }> {
	const said: string[] = []
	const spies = (['log', 'error'] as const).map((level) =>
		vi.spyOn(console, level).mockImplementation((text: unknown) => void said.push(String(text))),
	)
	const code = await opsCommand(args)
	for (const spy of spies) spy.mockRestore()
	return { code, output: said.join('\n') }
}
const done = { code: 0 }
const refused = (words: string) => ({ code: 1, output: expect.stringContaining(words) })
const ichiro = ['--operator', 'ichiro@ops.example']
const person = (mail: string) => ['--mail', mail, '--name', '運用 一郎', '--kana', 'うんよう いちろう']

test('an operator, a facility, and a look into it: from an empty database by commands alone', async () => {
	expect(await ops('operator:add', ...person('ichiro@ops.example'))).toMatchObject(done)
	expect(await ops('operator:add', ...person('jiro@ops.example'))).toMatchObject(refused('--operator'))
	const sakura = ['--slug', 'sakura', '--code', 'SAKURA-1', '--name', 'さくら内科', '--kind', 'clinic']
	const admin = ['--admin-mail', 'a@sakura.example', '--admin-name', '佐藤 恵子', '--admin-kana', 'さとう けいこ']
	const rest = ['--telephone', '03-1234-5678', '--proof', 'licence', '--proof-document', '医師免許証']
	const founded = await ops('facility:found', ...ichiro, ...sakura, ...admin, ...rest)
	expect(founded).toMatchObject({
		code: 0,
		output: expect.stringContaining('https://enshin.test/f/sakura/join?token='),
	})
	const why = ['--facility', 'sakura', '--reason', '調査', '--ticket', 'T-1']
	expect(await ops('break-glass:open', ...ichiro, ...why, '--minutes', '61')).toMatchObject(refused('minutes'))
	const opened = await ops('break-glass:open', ...ichiro, ...why, '--minutes', '5')
	expect(opened.output).toMatch(/Until \d{4}-\d\d-\d\d \d\d:\d\d \+09:00/)
	const session = ['--session', /Session: (\S+)/.exec(opened.output)?.[1] ?? '']
	expect(await ops('break-glass:day', ...ichiro, ...session)).toMatchObject({
		code: 0,
		output: expect.stringContaining('Nothing.'),
	})
	const closed = await ops('break-glass:close', ...ichiro, ...session)
	expect(JSON.parse(closed.output).rows).toHaveLength(3)
	expect(await ops('break-glass:day', ...ichiro, ...session)).toMatchObject(refused('has ended'))
})

test('maintenance is announced for a moment with its offset, with seconds or without', async () => {
	const words = ['--title-ja', '保守', '--title-en', 'Work', '--body-ja', '更新', '--body-en', 'Update']
	const announce = (from: string, to: string) =>
		ops('notice:maintenance', ...ichiro, ...words, '--from', from, '--to', to)
	expect(await announce('2030-12-01T01:00+09:00', '2030-12-01T03:00:00Z')).toMatchObject(done)
	expect(await announce('2030-12-01T01:00', '2030-12-01T03:00+09:00')).toMatchObject(refused('is no moment'))
})

test('a load test is consented to and closed; its token is printed once', async () => {
	expect(await ops('load-test:close', ...ichiro)).toMatchObject(refused('There was no load test here'))
	const asked = ['load-test:open', ...ichiro, '--minutes', '5', '--pairs']
	expect(await ops(...asked, '0')).toMatchObject(refused('pairs'))
	const opened = await ops(...asked, '1')
	expect(opened).toMatchObject(done)
	expect(opened.output).toMatch(/^[\w-]{43}$/m)
	expect(await ops('load-test:close', ...ichiro)).toMatchObject({
		code: 0,
		output: expect.stringContaining('1 consent, 0 sessions'),
	})
})

test('without an account, an option or a command nothing is done, and it is said why', async () => {
	expect(await ops('incident:open', '--title-ja', 'x')).toMatchObject(refused('--title-en --body-ja --body-en'))
	expect(await ops('disposal:execute', '--disposal', 'x')).toMatchObject(refused('--operator MAIL'))
	expect(await ops('nothing:such')).toMatchObject(refused('break-glass:open'))
	expect(await ops('service:stop', '--help')).toMatchObject({ code: 0, output: expect.stringContaining('--keep-days') })
})

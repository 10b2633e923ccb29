import { spawn } from 'node:child_process'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from '../src/client.ts'
import { mayRun, postgresAccount } from '../src/embedded/account.ts'
import { findBinaries, locate } from '../src/embedded/binaries.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres as start } from '../src/embedded.ts'

// The disk of a test machine is slow, and these databases need not survive it.
const settings = { fsync: 'off' }

let folder: string
let dataDir: string
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'enshin-embedded-'))
	dataDir = join(folder, 'database')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function remember(server: EmbeddedPostgres, note: string): Promise<string[]> {
	const { db, close } = openDatabase({ url: server.url, name: 'test', poolSize: 1 })
	await db.execute(sql`create table if not exists notes (note text)`)
	await db.execute(sql`insert into notes values (${note})`)
	const rows = await db.execute<{ note: string }>(sql`select note from notes`)
	await close()
	return rows.map((row) => row.note)
}

test('starts on a free port, keeps its data over a stop, and stops more than once', async () => {
	const first = await start({ settings, dataDir })
	expect(first.port).toBeGreaterThan(0)
	expect(await remember(first, 'one')).toEqual(['one'])
	await first.stop()
	await first.stop()
	await first.exited
	const lines: string[] = []
	const second = await start({ settings, dataDir, onLog: (line) => lines.push(line) })
	expect(await remember(second, 'two')).toEqual(['one', 'two'])
	expect(lines.join('\n')).toContain('ready to accept connections')
	await second.stop()
})

test('its log has the time in JST and tells of an error without what the row held', async () => {
	const lines: string[] = []
	const server = await start({ settings, dataDir, onLog: (line) => lines.push(line) })
	const { db, close } = openDatabase({ url: server.url, name: 'test', poolSize: 1 })
	await db.execute(sql`create table people_once (name text primary key)`)
	for (const expected of ['inserted', 'refused']) {
		const outcome = await db.execute(sql`insert into people_once values (${'髙橋 花子'})`).then(
			() => 'inserted',
			() => 'refused',
		)
		expect(outcome).toBe(expected)
	}
	await close()
	await server.stop()
	expect(lines.join('\n')).toMatch(/\d\d:\d\d\.\d+ JST .*duplicate key/)
	expect(lines.join('\n')).not.toContain('髙橋')
})

test('starts after the server was killed with all that it was doing', async () => {
	const killed = await start({ settings, dataDir })
	await remember(killed, 'before the kill')
	process.kill(killed.pid, 'SIGKILL')
	await killed.exited
	const next = await start({ settings, dataDir })
	expect(await remember(next, 'after')).toContain('before the kill')
	await next.stop()
})

test('starts when the lock file left behind names a process that is something else by now', async () => {
	const other = spawn('sleep', ['60'], { stdio: 'ignore' })
	await writeFile(join(dataDir, 'postmaster.pid'), `${other.pid}\n${dataDir}\n1\n5432\n\n127.0.0.1\n`)
	const server = await start({ settings, dataDir })
	expect(other.exitCode).toBeNull()
	other.kill()
	await server.stop()
})

test('does not touch a server that somebody still uses, and says whose it is', async () => {
	const used = await start({ settings, dataDir })
	await expect(start({ settings, dataDir })).rejects.toThrow(`in use by process ${process.pid}`)
	expect(await remember(used, 'still here')).toContain('still here')
	await used.stop()
})

test('takes over from a server whose owner is gone', async () => {
	const orphan = await start({ settings, dataDir })
	await writeFile(join(dataDir, 'enshin-owner.pid'), '4194304\n')
	const heir = await start({ settings, dataDir })
	await orphan.exited
	expect(await remember(heir, 'mine')).toContain('mine')
	await heir.stop()
})

test('a start that fails tells in Postgres’ own words why', async () => {
	const taken = await start({ settings, dataDir })
	const other = start({ settings, dataDir: join(folder, 'other'), port: taken.port })
	await expect(other).rejects.toThrow(/did not start[\s\S]*Address already in use/)
	await taken.stop()
})

test('a folder with something else in it is left alone', async () => {
	const mine = await mkdtemp(join(folder, 'mine-'))
	await writeFile(join(mine, 'letter.txt'), 'dear')
	await expect(start({ settings, dataDir: mine })).rejects.toThrow('neither empty nor a database')
	expect(await readFile(join(mine, 'letter.txt'), 'utf8')).toBe('dear')
})

test('an initialisation cut off half-way is begun anew', async () => {
	const cutOff = join(folder, 'cut-off')
	await mkdir(`${cutOff}.unfinished`)
	await writeFile(join(`${cutOff}.unfinished`, 'PG_VERSION'), '18')
	const server = await start({ settings, dataDir: cutOff })
	await server.stop()
	expect(await readdir(cutOff)).toContain('PG_VERSION')
})

// Only root has an account to change to, and so folders that the account may not enter.
const asRoot = test.runIf(process.getuid?.() === 0)

asRoot('binaries that only root may enter are run from a copy', async () => {
	const hidden = await mkdtemp(join(folder, 'hidden-'))
	await chmod(hidden, 0o700)
	await cp(locate().folder, join(hidden, 'native'), { recursive: true, verbatimSymlinks: true })
	const account = await postgresAccount()
	expect(mayRun(account, join(hidden, 'native', 'bin', 'postgres'))).toBe(false)
	const binaries = await findBinaries(account, { folder: join(hidden, 'native'), version: `test-${process.pid}` })
	expect(mayRun(account, join(binaries, 'bin', 'postgres'))).toBe(true)
	await rm(binaries, { recursive: true })
})

asRoot('a checkout that only root may enter still has a database, and its folders keep their modes', async () => {
	// Not below the folder for temporary files, where folders are opened instead: that one is elsewhere for now.
	const elsewhere = await mkdtemp(join(folder, 'elsewhere-'))
	vi.stubEnv('TMPDIR', elsewhere)
	onTestFinished(() => void vi.unstubAllEnvs())
	const hidden = await mkdtemp(join(folder, 'hidden-'))
	const inHidden = join(hidden, 'database')
	const server = await start({ settings, dataDir: inHidden })
	await remember(server, 'kept')
	await server.stop()
	expect((await lstat(inHidden)).isSymbolicLink()).toBe(true)
	expect((await stat(hidden)).mode & 0o777).toBe(0o700)
	const again = await start({ settings, dataDir: inHidden })
	expect(await remember(again, 'too')).toEqual(['kept', 'too'])
	await again.stop()
	await rm(await realpath(inHidden), { recursive: true })
	await rm(hidden, { recursive: true })
})

asRoot('a database in a temporary folder stays in it, and goes with it', async () => {
	const temporary = await mkdtemp(join(folder, 'temporary-'))
	const server = await start({ settings, dataDir: join(temporary, 'database') })
	await server.stop()
	expect((await lstat(join(temporary, 'database'))).isSymbolicLink()).toBe(false)
	expect((await stat(temporary)).mode & 0o777).toBe(0o711)
})

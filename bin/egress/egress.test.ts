import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../root.ts'
import { run } from '../run-command.ts'
import { isThisMachine, knownVariables, runningDestinations, setupDestinations } from './destinations.ts'

const npm = 'https://registry.npmjs.org/'

describe('while it runs', () => {
	test('the default contacts nobody outside this machine', () => {
		const ownServices = {
			ENSHIN_API_URL: 'http://127.0.0.1:3001',
			ENSHIN_SFU_URLS: 'ws://localhost:3003,ws://[::1]:3004',
		}
		expect(runningDestinations({})).toEqual([])
		expect(runningDestinations({ ...ownServices, DATABASE_URL: 'postgres://u:p@127.0.0.1:3004/enshin' })).toEqual([])
	})

	test('a provider that is set is listed with its port, and without its password', () => {
		const listed = runningDestinations({
			ENSHIN_SMTP_URL: 'smtps://user:pa55@smtp.example',
			ENSHIN_TWILIO_ACCOUNT_SID: 'AC0',
			DATABASE_URL: 'postgres://enshin:pa55@db.example/enshin',
			ENSHIN_SFU_URLS: 'wss://sfu-1.example, ws://10.0.0.7:3003',
		})
		expect(listed.map(({ host, port, why }) => `${host}:${port} ${why}`)).toEqual([
			'db.example:5432 the database',
			'sfu-1.example:443 control of our own media nodes',
			'10.0.0.7:3003 control of our own media nodes',
			'smtp.example:465 mail',
			'api.twilio.com:443 SMS',
		])
		expect(JSON.stringify(listed)).not.toContain('pa55')
	})

	test.each([
		[{ ENSHIN_SMTP_URL: 'smtp://mail.example' }, 'mail.example:587'],
		[{ ENSHIN_SMTP_URL: 'smtp://mail.example:2525' }, 'mail.example:2525'],
		[{ ENSHIN_TWILIO_API_KEY: 'SK0', ENSHIN_TWILIO_URL: 'https://sms.example:8443' }, 'sms.example:8443'],
		[{ ENSHIN_TWILIO_AUTH_TOKEN: 'x', ENSHIN_TWILIO_URL: '' }, 'api.twilio.com:443'],
	])('%j lets out to %s', (env, place) => {
		expect(runningDestinations(env).map(({ host, port }) => `${host}:${port}`)).toEqual([place])
	})

	test('no variable that names a place is forgotten: each is contacted, or known not to be', () => {
		const sources = ['api/src', 'signaling/src', 'sfu/src', 'web/src', 'web/server', 'db/src'].flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((name) => /^[^.]+\.ts$/.test(name.split('/').at(-1) ?? ''))
				.map((name) => readFileSync(join(root, folder, name), 'utf8')),
		)
		const named = new Set(sources.flatMap((text) => text.match(/\b(ENSHIN_[A-Z_]+|DATABASE_URL)\b/g) ?? []))
		const places = [...named].filter((name) => /_(URLS?|HOSTS?|ORIGINS?|ADDRESS(ES)?|SERVERS?|ENDPOINT|IP)$/.test(name))
		expect(places.length).toBeGreaterThan(8)
		expect(places.filter((name) => !knownVariables.includes(name))).toEqual([])
	})
})

test('set-up contacts the registry that npm is set to, and the worker’s place unless there is a worker', () => {
	const hosts = (env: Record<string, string>, registry = npm) =>
		setupDestinations(env, registry).map(({ host }) => host)
	expect(hosts({})).toEqual(['registry.npmjs.org', 'github.com', 'release-assets.githubusercontent.com'])
	expect(hosts({ MEDIASOUP_WORKER_BIN: '/worker' })).toEqual(['registry.npmjs.org'])
	expect(
		hosts({ MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: 'https://mirror.example/w' }, 'http://npm.example:8080'),
	).toEqual(['npm.example', 'mirror.example'])
})

test.each(['localhost', '127.0.0.1', '127.8.9.1', '::1', '[::1]', '::ffff:127.0.0.1', '[::ffff:7f00:1]'])(
	'%s is this machine',
	(host) => expect(isThisMachine(host)).toBe(true),
)
test.each(['127.0.0.1.example', 'localhost.example', '10.0.0.1', '::2', '1270.0.0.1', '0.0.0.0', 'x127.0.0.1'])(
	'%s is not',
	(host) => expect(isThisMachine(host)).toBe(false),
)

test('the command prints a list for people, and one for programs', async () => {
	const env = { ...process.env, ENSHIN_SMTP_URL: 'smtps://u:p@smtp.example', DATABASE_URL: undefined }
	const words = await run(process.execPath, ['bin/egress.ts'], { cwd: root, env, withinMs: 60_000 })
	expect(words.output).toMatch(/While it runs\n {2}smtp\.example +465\/tcp {2}api: mail \(ENSHIN_SMTP_URL\)/)
	const listed = JSON.parse(
		(await run(process.execPath, ['bin/egress.ts', '--json'], { cwd: root, env, withinMs: 60_000 })).stdout,
	)
	expect(listed.running).toHaveLength(1)
	const broken = { ...env, ENSHIN_SMTP_URL: 'smtp.example' }
	const wrong = await run(process.execPath, ['bin/egress.ts'], { cwd: root, env: broken, withinMs: 60_000 })
	expect([wrong.code, wrong.output.trim()]).toEqual([1, 'ENSHIN_SMTP_URL should be an address; it cannot be read.'])
})

test('the recorder sees every way out that Node has', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'enshin-egress-'))
	const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
	await once(server, 'listening')
	const { port } = server.address() as AddressInfo
	const ways = [
		`import net, { connect } from 'node:net'; import dgram from 'node:dgram'; import dns, { lookup } from 'node:dns'`,
		`import { resolve4 } from 'node:dns/promises'; import { get } from 'node:http'; import tls from 'node:tls'`,
		'const quiet = (socket) => socket.on("error", () => {})',
		`quiet(connect(${port}, '127.0.0.1')); quiet(new net.Socket()).connect({ port: ${port}, host: '127.0.0.2' })`,
		`quiet(get('http://127.0.0.3:${port}')); fetch('http://127.0.0.4:${port}').catch(() => {})`,
		`quiet(tls.connect(${port}, '127.0.0.5')); new WebSocket('ws://127.0.0.6:${port}').onerror = () => {}`,
		`const udp = dgram.createSocket('udp4'); udp.send('x', ${port}, '127.0.0.7', () => udp.close())`,
		`lookup('one.invalid', () => {}); dns.promises.lookup('two.invalid').catch(() => {}); resolve4('three.invalid').catch(() => {})`,
		`quiet(connect(${port}, 'four.invalid')); setTimeout(() => process.exit(), 1000)`,
	].join('\n')
	const record = join(folder, 'record')
	const preload = new URL('./record-connections.ts', import.meta.url).href
	const env = { ...process.env, ENSHIN_CONNECTION_RECORD: record }
	const ran = await run(process.execPath, ['--import', preload, '--input-type=module', '-e', ways], {
		cwd: root,
		env,
		withinMs: 20_000,
	})
	server.close()
	const seen = readFileSync(record, 'utf8')
	rmSync(folder, { recursive: true })
	for (const host of [2, 3, 4, 5, 6, 7].map((last) => `127.0.0.${last}`))
		expect(seen, ran.output).toContain(`"${host}"`)
	for (const host of ['127.0.0.1', 'one.invalid', 'two.invalid', 'three.invalid', 'four.invalid'])
		expect(seen, ran.output).toContain(`"${host}"`)
})

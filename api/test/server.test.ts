import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createTestMasterKeyFile, openTestDatabase } from '@enshin/db/testing.ts'
import { exportJWK, generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import { startApi } from '../src/server.ts'
import { serviceSecret, startTestApi } from './support.ts'

const { call, config, db, url } = await startTestApi()

/** Sends raw bytes, and says all that came back until the other side closed, and after how long. */
async function raw(text: string): Promise<{ said: string; ms: number }> {
	const startedAt = performance.now()
	const socket = connect(Number(new URL(url).port), '127.0.0.1')
	socket.write(text)
	let said = ''
	socket.setEncoding('utf8').on('data', (part: string) => {
		said += part
	})
	await once(socket, 'close')
	return { said, ms: performance.now() - startedAt }
}

test('health says ok while the database answers', async () => {
	const answer = await call('GET', '/health')
	expect([answer.status, answer.json()]).toEqual([200, { status: 'ok' }])
})

test.each([
	['not HTTP', 'hello?\r\n\r\n', /^HTTP\/1\.1 400 /],
	['a host that is none', 'GET /health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', /400 .*request\.invalid/s],
	[
		'two lengths',
		'POST /sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
		/^HTTP\/1\.1 400 /,
	],
	['an endless head', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
])('%s gets a refusal', async (_, text, expected) => {
	expect((await raw(text)).said).toMatch(expected)
	expect((await call('GET', '/health')).status).toBe(200)
})

test('a head that does not come to its end is cut off after five seconds', async () => {
	const { said, ms } = await raw('GET /health HTTP/1.1\r\nHost: a\r\nX-Slow: ')
	expect(said).toMatch(/^HTTP\/1\.1 408 /)
	expect(ms).toBeGreaterThan(4_000)
	expect(ms).toBeLessThan(8_000)
})

test('a stop lets a request under way finish, closes the port, and may be asked for twice', async () => {
	const api = await startApi({ ...config, logLevel: 'silent' })
	let release = () => {}
	const held = new Promise<void>((resolve) => {
		release = resolve
	})
	let locked = () => {}
	const isLocked = new Promise<void>((resolve) => {
		locked = resolve
	})
	const holding = db.transaction(async (tx) => {
		await tx.execute('lock table credentials in access exclusive mode')
		locked()
		await held
	})
	await isLocked
	const body = JSON.stringify({ email: 'nobody@test.example', password: 'x' })
	const headers = { 'content-type': 'application/json' }
	const underWay = fetch(`${api.url}/sessions`, { method: 'POST', body, headers })
	await new Promise((resolve) => setTimeout(resolve, 300))
	const closed = Promise.all([api.close(), api.close()])
	await expect(fetch(`${api.url}/health`)).rejects.toThrow()
	release()
	await holding
	expect((await underWay).status).toBe(401)
	const answeredAt = performance.now()
	await closed
	expect(performance.now() - answeredAt).toBeLessThan(3_000)
})

test('a port that is taken stops the start', async () => {
	await expect(startApi({ ...config, port: Number(new URL(url).port), logLevel: 'silent' })).rejects.toThrow(
		'EADDRINUSE',
	)
})

const mainFile = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
const environment = {
	DATABASE_URL: (await openTestDatabase({ poolSize: 1 })).appUrl,
	ENSHIN_API_PORT: '0',
	ENSHIN_MASTER_KEY_FILE: createTestMasterKeyFile().path,
	ENSHIN_JOIN_TOKEN_PRIVATE_KEY: JSON.stringify(await exportJWK(privateKey)),
	ENSHIN_SERVICE_SECRET: serviceSecret,
	ENSHIN_SIGNALING_URL: 'ws://127.0.0.1:1',
	ENSHIN_WEB_ORIGIN: 'https://enshin.test',
}

test.each(['SIGTERM', 'SIGINT'] as const)('the program serves, and %s ends it well', async (signal) => {
	const child = spawn(process.execPath, [mainFile], { env: { ...process.env, ...environment } })
	const exited = once(child, 'exit')
	const address = await new Promise<string>((resolve) => {
		createInterface(child.stdout).on('line', (line) => {
			const said = JSON.parse(line)
			if (said.msg === 'api listens') resolve(said.url)
		})
	})
	expect((await fetch(`${address}/health`)).status).toBe(200)
	child.kill(signal)
	expect(await exited).toEqual([0, null])
})

test('a wrong environment stops the program, and says which variable', async () => {
	const child = spawn(process.execPath, [mainFile], { env: { ...process.env, ...environment, ENSHIN_API_PORT: 'x' } })
	let said = ''
	child.stderr.on('data', (part) => {
		said += part
	})
	expect(await once(child, 'exit')).toEqual([1, null])
	expect(said).toContain('ENSHIN_API_PORT')
})

import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { defaultPorts, freePorts } from './choose-ports.ts'
import { anyFree, isFree, nextFree } from './ports.ts'

const servers: Server[] = []
afterEach(() => {
	for (const server of servers.splice(0)) server.close()
})
const listenOn = (port: number, host: string) =>
	new Promise<void>((resolve) => {
		const server = createServer().listen(port, host, () => resolve())
		servers.push(server)
	})

test.each(['127.0.0.1', '0.0.0.0'])('a port somebody listens on at %s is not free', async (host) => {
	const port = await anyFree(new Set())
	expect(await isFree(port)).toBe(true)
	await listenOn(port, host)
	expect(await isFree(port)).toBe(false)
	expect(await nextFree(port, new Set())).toBeGreaterThan(port)
})

test('ports in a row are free every one', async () => {
	const port = await nextFree(20_000 + Math.floor(Math.random() * 10_000), new Set(), 4)
	await listenOn(port + 2, '127.0.0.1')
	expect(await nextFree(port, new Set(), 4)).toBeGreaterThan(port + 2)
})

test('a taken default port gives way to the next free one, and that is said', async () => {
	const port = await anyFree(new Set())
	await listenOn(port, '127.0.0.1')
	const said: string[] = []
	const ports = await defaultPorts({ PORT: String(port) }, (line) => said.push(line))
	expect(ports.web).toBeGreaterThan(port)
	expect(said).toContain(`Port ${port} is taken: web uses ${ports.web}.`)
})

test('no two services are given the same port', async () => {
	const chosen = Object.values(await freePorts())
	expect(new Set(chosen).size).toBe(chosen.length)
})

test('a port that is no number stops the start with its variable', async () => {
	await expect(defaultPorts({ ENSHIN_API_PORT: 'eighty' }, () => {})).rejects.toThrow(/ENSHIN_API_PORT.*"eighty"/)
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChildSpec } from './child.ts'
import { Supervised } from './supervised.ts'

let folder: string
let said: string[]
let givenUp: string[]
let services: Supervised[]

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'enshin-child-'))
	said = []
	givenUp = []
	services = []
})
afterEach(async () => {
	for (const service of services) await service.stop()
	rmSync(folder, { recursive: true })
})

const until = async (reached: () => boolean) => {
	while (!reached()) await sleep(20)
}

/** A service that runs `code`, and is ready when it has sent a message. */
function supervised(code: string, readyWithinMs = 10_000): Supervised {
	const script = join(folder, 'service.mjs')
	writeFileSync(script, code)
	const spec: ChildSpec = {
		name: 'demo',
		args: [script],
		env: process.env,
		readyWithinMs,
		ready: (child, signal) =>
			new Promise((resolve, reject) => {
				child.once('message', () => resolve())
				signal.addEventListener('abort', () => reject(signal.reason))
			}),
	}
	const service = new Supervised(spec, {
		logFile: join(folder, 'demo.log'),
		say: (line) => said.push(line),
		onServing: () => {},
		onGivenUp: (sentence) => givenUp.push(sentence),
		restarts: true,
	})
	services.push(service)
	return service
}
const serving = `process.send('ready'); setInterval(() => {}, 1000);`
const isAlive = (pid: number) => {
	try {
		return process.kill(pid, 0)
	} catch {
		return false
	}
}

test('a service that is killed comes back with another process, and somebody is told', async () => {
	const service = supervised(serving)
	await service.start()
	const first = service.child.pid
	await service.kill()
	await until(() => service.child.pid !== undefined)
	expect(service.child.pid).not.toBe(first)
	expect(said.join('\n')).toContain('demo ended (signal SIGKILL)')
})

test('a service killed to stay down stays down until it is restarted', async () => {
	const service = supervised(serving)
	await service.start()
	await service.kill({ stayDown: true })
	await sleep(600)
	expect(service.child.pid).toBeUndefined()
	await service.restart()
	expect(service.child.pid).toBeDefined()
})

test('a service that cannot start says why with its last lines, and is not tried again', async () => {
	const service = supervised(`console.error('ENSHIN_X should be a port'); process.exit(3)`)
	await expect(service.start()).rejects.toThrow(/exit code 3[\s\S]*ENSHIN_X should be a port/)
	await sleep(500)
	expect(service.child.pid).toBeUndefined()
	expect(said).toEqual([])
})

test('a service that never answers is told apart from one that ended', async () => {
	const service = supervised('setInterval(() => {}, 1000)', 800)
	await expect(service.start()).rejects.toThrow('no answer within 1 s')
})

test('a service that keeps dying is given up after five restarts', { timeout: 20_000 }, async () => {
	const count = join(folder, 'count')
	const code = `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(count)}, 'x');
		process.send('ready', () => process.exit(1))`
	await supervised(code).start()
	await until(() => givenUp.length > 0)
	expect(givenUp[0]).toContain('died 6 times')
	expect(readFileSync(count, 'utf8')).toBe('xxxxxx')
})

test('what a service warns of is shown, what it tells is not', async () => {
	const service = supervised(`${serving}
		console.log('{"level":30,"msg":"listening"}'); console.log('{"level":40,"msg":"slow"}'); console.error('oops')`)
	await service.start()
	await until(() => said.length === 2)
	expect(said.sort()).toEqual(['[demo] oops', '[demo] warning: slow'])
})

test('a service does not outlive a launcher that is killed, whatever it still writes', async () => {
	const script = join(folder, 'launcher.ts')
	writeFileSync(
		join(folder, 'service.mjs'),
		`process.on('SIGTERM', () => { console.log('stopping'); process.exit() });
		process.send({ pid: process.pid }); setInterval(() => console.log('still here'), 10);`,
	)
	writeFileSync(
		script,
		`import { Child } from ${JSON.stringify(join(import.meta.dirname, 'child.ts'))}
		const child = new Child({ name: 'demo', args: [${JSON.stringify(join(folder, 'service.mjs'))}], env: process.env,
			readyWithinMs: 10_000, ready: (child) => new Promise((resolve) => child.once('message', () => resolve())) },
			{ logFile: ${JSON.stringify(join(folder, 'demo.log'))}, onNotable: () => {}, onDeath: () => {} })
		await child.start()
		console.log(child.pid)`,
	)
	const launcher = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
	const [line] = await once(launcher.stdout, 'data')
	const pid = Number(String(line))
	expect(isAlive(pid)).toBe(true)
	launcher.kill('SIGKILL')
	await until(() => !isAlive(pid))
	expect(readFileSync(join(folder, 'demo.log'), 'utf8')).toContain('stopping')
})

test('stopping asks first, and kills what does not listen, with everything it started', async () => {
	const service = supervised(`import { spawn } from 'node:child_process';
		process.on('SIGTERM', () => {});
		const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
		console.log('grandchild ' + child.pid);
		${serving}`)
	await service.start()
	await until(() => readFileSync(join(folder, 'demo.log'), 'utf8').includes('grandchild'))
	const grandchild = Number(/grandchild (\d+)/.exec(readFileSync(join(folder, 'demo.log'), 'utf8'))?.[1])
	expect(isAlive(grandchild)).toBe(true)
	await service.child.stop(200)
	await until(() => !isAlive(grandchild))
	expect(givenUp).toEqual([])
})

import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { isThisMachine } from '../../bin/egress/destinations.ts'
import { stack } from './stack.ts'
import { bookFirst, freeSlots, signInAtApi, windowOf } from './support/demo.ts'
import { remoteEndsOf } from './support/open-sockets.ts'

type Recorded = { script: string; what: string; host: string; port?: number }

/** Every connection, datagram and look-up of the stack's Node processes since it started (global-setup.ts). */
function recorded(): Recorded[] {
	const lines = readFileSync(process.env.ENSHIN_CONNECTION_RECORD ?? '', 'utf8')
		.trim()
		.split('\n')
	return lines.map((line) => JSON.parse(line))
}

// Its name puts it after the tests with whole consultations; alone, it has what it does itself to look at.
test('a running Enshin, as it comes, contacts nobody outside its machine', async ({ browser }) => {
	const at = stack()
	const patient = await signInAtApi(at, 'hanako@patient.example')
	await bookFirst(at, patient, await freeSlots(at, patient, 'sakura', '山本 健一'))
	const context = await windowOf(browser, at, patient)
	const page = await context.newPage()
	const asked: string[] = []
	page.on('request', (request) => asked.push(request.url()))
	for (const path of ['/home', '/book', '/sign-in']) await page.goto(at.webUrl + path)
	await sleep(1_000)

	const seen = recorded()
	for (const service of ['api/src/main.ts', 'signaling/src/main.ts', 'web/server/main.ts'])
		expect(seen.filter(({ script }) => script.endsWith(service)).length, service).toBeGreaterThan(0)
	expect(seen.filter(({ host }) => !isThisMachine(host))).toEqual([])

	expect(asked.length).toBeGreaterThan(3)
	expect(asked.filter((url) => !isThisMachine(new URL(url).hostname) && !/^(data|blob):/.test(url))).toEqual([])
	await context.close()
})

test('the programs that are not Node, Postgres and the media workers, hold no socket to the outside', () => {
	test.skip(process.platform !== 'linux', 'The kernel tells this on Linux only.')
	const ends = Object.values(stack().pids).flatMap((pid) => remoteEndsOf(pid))
	expect(ends.length).toBeGreaterThan(3)
	expect(ends.filter(({ host }) => !isThisMachine(host))).toEqual([])
})

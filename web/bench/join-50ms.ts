import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { recordBench } from '../../bin/bench/record.ts'
import { summarize } from '../../bin/bench/summarize.ts'
import { startTcpRelay } from '../../loadtest/src/relay/tcp-relay.ts'
import { chromiumArgs, findChromium } from '../e2e/chromium.ts'
import { compareJoins } from './compare-joins.ts'
import { startDelayedStack } from './delayed-stack.ts'
import { startDirectPair } from './direct-pair.ts'
import { startEnshinCalls } from './enshin-call.ts'

/**
 * Click to first remote frame where everything is 50 ms away and back: browsers, pages, signaling and media, and the direct
 * pair beside it through the same relay. Counted in round trips (docs/adr/0032). Between two people the picture itself
 * takes the way through the sfu, a round trip from end to end where the direct pair has half of one.
 */
const delayMs = 25
const rttMs = 2 * delayMs
const dataDir = mkdtempSync(join(tmpdir(), 'enshin-bench-'))
const far = await startDelayedStack(dataDir, delayMs)
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs })
try {
	const lines: { close: () => Promise<void> }[] = []
	const direct = await startDirectPair(browser, {
		reachedAt: async (port) => {
			const line = await startTcpRelay({ upstream: { host: '127.0.0.1', port }, delayMs })
			lines.push(line)
			return line.address
		},
		doorTo: (upstream) => far.relay.open({ listen: { host: '127.0.0.2', port: 0 }, upstream }),
	})
	const enshin = await startEnshinCalls(browser, far.at, far.prepare)
	const ms = await compareJoins({ enshin, direct }, 8)
	const [ours, floor, arrive] = [summarize(ms.enshin), summarize(ms.direct), summarize(ms.arrive)]
	const value = Math.round((100 * ours.median) / rttMs) / 100
	const { up, down } = await far.relay.stats()
	await enshin.close()
	await Promise.all(lines.map((line) => line.close()))
	await direct.close()
	recordBench({
		name: 'join-50ms',
		measure: 'click to first remote frame at 50 ms RTT',
		against: 'a direct peer connection through the same relay',
		goal: '≤ 3 RTT',
		value,
		unit: 'RTT',
		met: value <= 3,
		raw: { 'Enshin, ms': ms.enshin, 'direct, ms': ms.direct, 'page opened until in the waiting room, ms': ms.arrive },
		notes: [
			`direct ${(floor.median / rttMs).toFixed(2)} RTT, so ours is ${(ours.median / floor.median).toFixed(2)} of it; in the waiting room ${(arrive.median / rttMs).toFixed(1)} RTT after the page was opened`,
			`the relay let packets go late by ${up.lateMs.mean.toFixed(2)} and ${down.lateMs.mean.toFixed(2)} ms on average (at worst ${Math.max(up.lateMs.worst, down.lateMs.worst).toFixed(0)})`,
			`Chromium ${browser.version()}; the patient presses a second after both have connected`,
		],
	})
} finally {
	await browser.close()
	await far.stop()
	rmSync(dataDir, { recursive: true, force: true })
}

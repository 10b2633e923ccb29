import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { recordBench } from '../../bin/bench/record.ts'
import { summarize } from '../../bin/bench/summarize.ts'
import { startStack } from '../../bin/stack/start-stack.ts'
import type { Relay } from '../../loadtest/src/relay/types.ts'
import { chromiumArgs, findChromium } from '../e2e/chromium.ts'
import { keepConnections } from '../e2e/support/media-proof.ts'
import { callThroughRelay, settledMediaPort } from './call-through-relay.ts'
import { startDirectPair } from './direct-pair.ts'
import { directThroughRelay } from './direct-through-relay.ts'
import { receivedMedia } from './received-media.ts'

/**
 * A patient on a poor 4G line: 500 kbit/s, 2 % loss and 40 ms each way, so 80 ms of round trip; the doctor's line is good.
 * The reference is a direct connection between two pages, one of them behind the same line. Both pages' sound and picture
 * count. The line is good while people join, and its first seconds are not counted: there both sides look for its rate.
 */
const poor = { rateBps: 500_000, loss: 0.02, delayMs: 40, queueMs: 300 }
const repeats = 5
const settleMs = 6_000
const watchMs = 12_000

type Seen = { frozen: number; concealed: number; framesPerS: number; high: number }
const dataDir = mkdtempSync(join(tmpdir(), 'enshin-bench-'))
const { port, env } = await settledMediaPort()
const stack = await startStack({ dataDir, ports: 'free', seed: true, env, say: console.log })
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs })
try {
	const enshin = await callThroughRelay(browser, stack, port, keepConnections)
	const direct = await directThroughRelay(browser, keepConnections)
	const pages = await startDirectPair(browser)
	const seen = { enshin: [] as Seen[], direct: [] as Seen[] }
	for (let run = 0; run < repeats; run++) {
		const call = await enshin.open()
		seen.enshin.push(await watch(enshin.relay, [call.guest, call.host]))
		await call.close()
		const pair = await direct.open(pages.url)
		seen.direct.push(await watch(direct.relay, [pair.caller, pair.callee]))
		await pair.close()
		console.log(`run ${run + 1}: Enshin ${told(seen.enshin.at(-1))}; direct ${told(seen.direct.at(-1))}`)
	}
	await Promise.all([enshin.stop(), direct.stop(), pages.close()])
	const of = (side: 'enshin' | 'direct', key: keyof Seen) => seen[side].map((one) => one[key])
	const line = `500 kbit/s, 2 % loss, 40 ms each way (80 ms round trip), queue of ${poor.queueMs} ms; ${repeats} × ${watchMs / 1000} s a side in turn; Chromium ${browser.version()}`
	const ratio = (key: keyof Seen, floor: number) =>
		(summarize(of('enshin', key)).median + floor) / (summarize(of('direct', key)).median + floor)
	const result = (name: string, measure: string, key: keyof Seen, floor: number, limit: number, note: string) => {
		const value = ratio(key, floor)
		const met = key === 'framesPerS' ? value >= limit : value <= limit
		return {
			name: `poor-4g-${name}`,
			measure,
			against: 'a direct connection through the same relay',
			goal: `${key === 'framesPerS' ? '≥' : '≤'} ${limit}`,
			value,
			unit: 'ratio',
			met,
			raw: { Enshin: of('enshin', key), direct: of('direct', key) },
			notes: [line, note],
		}
	}
	const noFloor = 'both pages together'
	recordBench(
		result(
			'freezes',
			'poor 4G: share of the time frozen',
			'frozen',
			0.01,
			1.2,
			`${noFloor}; 0.01 is added to both, for 0 has no ratio`,
		),
		result(
			'concealment',
			'poor 4G: share of the sound made up',
			'concealed',
			0.005,
			1.3,
			`${noFloor}; 0.005 is added to both, for 0 has no ratio`,
		),
		result('frames', 'poor 4G: frames decoded a second', 'framesPerS', 0, 0.9, noFloor),
	)
} finally {
	await browser.close()
	await stack.stop()
	rmSync(dataDir, { recursive: true, force: true })
}

/** Lets both talk on the poor line, and reads what they saw and heard of each other. */
async function watch(relay: Relay, pages: Page[]): Promise<Seen> {
	for (const page of pages) await untilFrames(page)
	await relay.set(poor)
	await pause(settleMs)
	const before = await Promise.all(pages.map(receivedMedia))
	await pause(watchMs)
	const after = await Promise.all(pages.map(receivedMedia))
	await relay.set({})
	const grown = (key: keyof (typeof after)[number]) =>
		after.reduce((sum, one, index) => sum + one[key] - (before[index]?.[key] ?? 0), 0)
	return {
		frozen: grown('frozenS') / (grown('atMs') / 1000),
		concealed: grown('concealedSamples') / Math.max(1, grown('samples')),
		framesPerS: grown('framesDecoded') / (watchMs / 1000),
		high: Math.min(...after.map(({ framesHigh }) => framesHigh)),
	}
}

async function untilFrames(page: Page): Promise<void> {
	const untilMs = Date.now() + 30_000
	while ((await receivedMedia(page)).framesDecoded < 20) {
		if (Date.now() > untilMs) throw new Error('no picture came')
		await pause(200)
	}
}

function told(seen: Seen | undefined): string {
	if (!seen) return 'nothing'
	const { frozen, concealed, framesPerS, high } = seen
	return `${(frozen * 100).toFixed(1)} % frozen, ${(concealed * 100).toFixed(1)} % concealed, ${framesPerS.toFixed(1)} frames/s, ${high} high`
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms))
}

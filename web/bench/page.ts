import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { recordBench } from '../../bin/bench/record.ts'
import { summarize } from '../../bin/bench/summarize.ts'
import { startStack } from '../../bin/stack/start-stack.ts'
import { chromiumArgs, findChromium } from '../e2e/chromium.ts'
import { signInAtApi } from '../e2e/support/demo.ts'
import { scriptLimitBytes } from '../test/support/call-scripts.ts'
import { type Opened, slowPhone } from './slow-phone.ts'
import { weighCallPage } from './weigh-call-page.ts'

/**
 * What the patient's pages cost: the JavaScript that the page of a call loads from a cold cache until the doctor is seen,
 * as it goes over the wire; and how long a slow telephone takes from typing the address until home and the waiting room
 * can be used, with LCP as Lighthouse counts it. Chromium slows its own processor down fourfold, so both times hang on
 * this machine's: they are amounts, not ratios.
 */
const runs = 5
const dataDir = mkdtempSync(join(tmpdir(), 'enshin-bench-'))
const stack = await startStack({ dataDir, ports: 'free', seed: true, say: console.log })
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs })
try {
	const weight = await weighCallPage(browser, stack)
	const largest = weight.scripts
		.slice(0, 8)
		.map(({ url, bytes }) => `${kb(bytes)} ${new URL(url).pathname.split('/').at(-1)}`)
	const patient = await signInAtApi(stack, 'hanako@patient.example')
	const phone = slowPhone(browser, stack, patient)
	const home = { usableMs: [] as number[], lcpMs: [] as number[] }
	const waiting = { usableMs: [] as number[], lcpMs: [] as number[] }
	// The first of each warms up the servers and is not counted.
	for (let run = 0; run <= runs; run++) {
		const [one, other] = [await phone.openHome(), await phone.openWaitingRoom()]
		console.log(`${run === 0 ? 'warm-up' : `run ${run}`}: home ${told(one)}, waiting room ${told(other)}`)
		if (run === 0) continue
		for (const [kept, seen] of [
			[home, one],
			[waiting, other],
		] as const) {
			kept.usableMs.push(Math.round(seen.usableMs))
			kept.lcpMs.push(Math.round(seen.lcpMs))
		}
	}
	const usableMs = Math.max(summarize(home.usableMs).median, summarize(waiting.usableMs).median)
	const lcpMs = Math.max(summarize(home.lcpMs).median, summarize(waiting.lcpMs).median)
	const telephone = `Chromium ${browser.version()}, processor slowed down 4 ×, 1.6 Mbit/s down, 750 kbit/s up, 150 ms a request, cold cache`
	recordBench(
		{
			name: 'page-weight',
			measure: "JavaScript the patient's call page loads, gzip",
			against: 'nothing: an amount',
			goal: `≤ ${kb(scriptLimitBytes)}`,
			value: Math.round(weight.bytes / 100) / 10,
			unit: 'KB',
			met: weight.bytes <= scriptLimitBytes,
			raw: { 'each script, bytes': weight.scripts.map(({ bytes }) => bytes) },
			notes: [
				`${weight.scripts.length} scripts from a cold cache until the doctor is seen; as served: ${weight.encodings.join(', ')}, ${kb(weight.wireBytes)}`,
				`the largest: ${largest.join(', ')}`,
			],
		},
		{
			name: 'page-usable',
			measure: "patient's page on a slow phone, until it can be used",
			against: 'nothing: an amount',
			goal: '≤ 3000 ms',
			value: Math.round(usableMs),
			unit: 'ms',
			met: usableMs <= 3_000,
			raw: { 'home, ms': home.usableMs, 'waiting room, ms': waiting.usableMs },
			notes: [
				'the slower of home (its button is drawn and the page lives) and waiting room (the clinic sees the patient there)',
				telephone,
			],
		},
		{
			name: 'page-lcp',
			measure: "patient's page on a slow phone, largest contentful paint",
			against: 'nothing: an amount',
			goal: '≤ 2500 ms',
			value: Math.round(lcpMs),
			unit: 'ms',
			met: lcpMs <= 2_500,
			raw: { 'home, ms': home.lcpMs, 'waiting room, ms': waiting.lcpMs },
			notes: ['the later of the two pages, as painted by then', telephone],
		},
	)
} finally {
	await browser.close()
	await stack.stop()
	rmSync(dataDir, { recursive: true, force: true })
}

function kb(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} KB`
}

function told({ usableMs, lcpMs, lcpOf }: Opened): string {
	return `usable after ${usableMs.toFixed(0)} ms, LCP ${lcpMs.toFixed(0)} ms (${lcpOf})`
}

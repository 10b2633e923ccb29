import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { summarize } from '../../bin/bench/summarize.ts'
import { startStack } from '../../bin/stack/start-stack.ts'
import { chromiumArgs, findChromium } from '../e2e/chromium.ts'
import { startDirectPair } from './direct-pair.ts'
import { startEnshinCalls } from './enshin-call.ts'

/**
 * Click to first remote frame: a patient who presses 入る in Enshin, against a page that calls another directly, in the
 * same Chromium and in turn. Enshin connects while the doctor's call rings, the direct pair when its button is pressed:
 * the comparison is of what people wait for, not of equal work. Goal: at most 1.3 (docs: performance).
 */
const runs = 10
const dataDir = mkdtempSync(join(tmpdir(), 'enshin-bench-'))
const stack = await startStack({ dataDir, ports: 'free', seed: true, say: console.log })
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs })
try {
	console.log(`Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}`)
	const direct = await startDirectPair(browser)
	const enshin = await startEnshinCalls(browser, stack)
	const ms = { enshin: [] as number[], direct: [] as number[] }
	// The first pair warms up both sides and is not counted.
	for (let run = 0; run <= runs; run++) {
		const pair = { enshin: await enshin.measureMs(), direct: await direct.measureMs() }
		console.log(
			`${run === 0 ? 'warm-up' : `run ${run}`}: Enshin ${pair.enshin.toFixed(0)} ms, direct ${pair.direct.toFixed(0)} ms`,
		)
		if (run === 0) continue
		ms.enshin.push(pair.enshin)
		ms.direct.push(pair.direct)
	}
	const [ours, floor] = [summarize(ms.enshin), summarize(ms.direct)]
	for (const [name, { median, low, high }] of Object.entries({ Enshin: ours, direct: floor }))
		console.log(`${name}: median ${median.toFixed(0)} ms, middle half ${low.toFixed(0)} to ${high.toFixed(0)} ms`)
	await enshin.close()
	await direct.close()
	console.log(`ratio: ${(ours.median / floor.median).toFixed(2)}`)
} finally {
	await browser.close()
	await stack.stop()
	rmSync(dataDir, { recursive: true, force: true })
}

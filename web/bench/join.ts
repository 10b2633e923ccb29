import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { recordBench } from '../../bin/bench/record.ts'
import { summarize } from '../../bin/bench/summarize.ts'
import { startStack } from '../../bin/stack/start-stack.ts'
import { chromiumArgs, findChromium } from '../e2e/chromium.ts'
import { compareJoins } from './compare-joins.ts'
import { startDirectPair } from './direct-pair.ts'
import { startEnshinCalls } from './enshin-call.ts'

/**
 * Click to first remote frame: a patient who presses 入る in Enshin, against a page that calls another directly, in the
 * same Chromium and in turn. Enshin connects while the doctor's call rings, the direct pair when its button is pressed:
 * the comparison is of what people wait for, not of equal work.
 */
const dataDir = mkdtempSync(join(tmpdir(), 'enshin-bench-'))
const stack = await startStack({ dataDir, ports: 'free', seed: true, say: console.log })
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs })
try {
	const [direct, enshin] = [await startDirectPair(browser), await startEnshinCalls(browser, stack)]
	const ms = await compareJoins({ enshin, direct }, 10)
	const [ours, floor] = [summarize(ms.enshin), summarize(ms.direct)]
	const value = Math.round((100 * ours.median) / floor.median) / 100
	await enshin.close()
	await direct.close()
	recordBench({
		name: 'join',
		measure: 'click to first remote frame, loopback',
		against: 'a direct peer connection',
		goal: '≤ 0.7',
		value,
		unit: 'ratio',
		met: value <= 0.7,
		raw: { 'Enshin, ms': ms.enshin, 'direct, ms': ms.direct },
		notes: [
			`Chromium ${browser.version()}; the patient presses a second after both have connected`,
			`middle half: Enshin ${ours.low.toFixed(0)} to ${ours.high.toFixed(0)} ms, direct ${floor.low.toFixed(0)} to ${floor.high.toFixed(0)} ms`,
		],
	})
} finally {
	await browser.close()
	await stack.stop()
	rmSync(dataDir, { recursive: true, force: true })
}

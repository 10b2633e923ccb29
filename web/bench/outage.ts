import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { recordBench } from '../../bin/bench/record.ts'
import { startStack } from '../../bin/stack/start-stack.ts'
import { chromiumArgs, findChromium } from '../e2e/chromium.ts'
import { callThroughRelay, settledMediaPort } from './call-through-relay.ts'
import { framesSince, keepFrameTimes } from './frame-times.ts'

/**
 * How soon the picture moves again after the patient's media line was out for three seconds, both ways: at the patient,
 * who lost it, and at the doctor, who looked at them. From the moment the relay lets packets pass again to the first frame
 * that the page presents.
 */
const tries = 20
const outageMs = 3_000
const patienceMs = 6_000
const restMs = 4_000
const dataDir = mkdtempSync(join(tmpdir(), 'enshin-bench-'))
const { port, env } = await settledMediaPort()
const stack = await startStack({ dataDir, ports: 'free', seed: true, env, say: console.log })
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs })
try {
	const calls = await callThroughRelay(browser, stack, port, (page) => keepFrameTimes(page, 'video[data-remote]'))
	const call = await calls.open()
	const ms = { patient: [] as number[], doctor: [] as number[] }
	// The first is a warm-up: decoders and estimates have just begun.
	for (let run = 0; run <= tries; run++) {
		await pause(restMs)
		await calls.relay.set({ outage: true })
		await pause(outageMs)
		const backAtMs = Date.now()
		await calls.relay.set({})
		const [patient, doctor] = await Promise.all([call.guest, call.host].map((page) => movesAgainMs(page, backAtMs)))
		console.log(`${run === 0 ? 'warm-up' : `try ${run}`}: patient ${patient} ms, doctor ${doctor} ms`)
		if (run === 0 || patient === undefined || doctor === undefined) continue
		ms.patient.push(patient)
		ms.doctor.push(doctor)
	}
	await call.close()
	await calls.stop()
	const worst = (share: number) => Math.max(quantile(ms.patient, share), quantile(ms.doctor, share))
	recordBench({
		name: 'outage',
		measure: `picture back after a ${outageMs / 1000} s outage, p95 of ${tries} tries, the slower side`,
		against: 'nothing: an amount',
		goal: '≤ 600 ms, none over 1000 ms',
		value: worst(0.95),
		unit: 'ms',
		met: worst(0.95) <= 600 && worst(1) <= 1000,
		raw: { 'patient (lost the line), ms': ms.patient, 'doctor, ms': ms.doctor },
		notes: [
			`p50 ${quantile(ms.patient, 0.5)} and ${quantile(ms.doctor, 0.5)} ms, slowest ${quantile(ms.patient, 1)} and ${quantile(ms.doctor, 1)} ms; ${patienceMs} stands for a picture that did not come`,
			`Chromium ${browser.version()}; the media line is cut, the signaling socket is not`,
		],
	})
} finally {
	await browser.close()
	await stack.stop()
	rmSync(dataDir, { recursive: true, force: true })
}

async function movesAgainMs(page: Page, backAtMs: number): Promise<number> {
	while (Date.now() < backAtMs + patienceMs) {
		const [first] = await framesSince(page, backAtMs)
		if (first !== undefined) return first - backAtMs
		await pause(50)
	}
	return patienceMs
}

/** Nearest rank. */
function quantile(values: number[], share: number): number {
	const sorted = values.toSorted((one, other) => one - other)
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms))
}

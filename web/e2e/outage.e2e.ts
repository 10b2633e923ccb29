import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { startStack } from '../../bin/stack/start-stack.ts'
import { callThroughRelay, settledMediaPort } from '../bench/call-through-relay.ts'
import { receivedMedia } from '../bench/received-media.ts'
import { keepConnections } from './support/media-proof.ts'

test.setTimeout(240_000)

/** Mean time that sound waited in the page's buffer in the last two seconds, in ms. */
async function soundDelayMs(page: Page): Promise<number> {
	const read = () =>
		page.evaluate(async () => {
			const { __connections } = globalThis as unknown as { __connections: RTCPeerConnection[] }
			const sum = { delayS: 0, emitted: 0 }
			for (const connection of __connections) {
				if (connection.connectionState === 'closed') continue
				for (const entry of (await connection.getStats()).values()) {
					if (entry.type !== 'inbound-rtp' || entry.kind !== 'audio') continue
					sum.delayS += entry.jitterBufferDelay ?? 0
					sum.emitted += entry.jitterBufferEmittedCount ?? 0
				}
			}
			return sum
		})
	const before = await read()
	await page.waitForTimeout(2_000)
	const after = await read()
	return ((after.delayS - before.delayS) / Math.max(1, after.emitted - before.emitted)) * 1000
}

/** Pictures are decoded again: more than the few that may have been under way. */
async function expectMoving(pages: Page[]): Promise<void> {
	for (const page of pages) {
		const { framesDecoded } = await receivedMedia(page)
		await expect
			.poll(async () => (await receivedMedia(page)).framesDecoded, { timeout: 20_000 })
			.toBeGreaterThan(framesDecoded + 15)
	}
}

test("a patient's line goes away for seconds and comes back, again and again: both see and hear each other without a click, and no delay stays", async ({
	browser,
}) => {
	// A stack of its own: the relay must know where the sfu's media is.
	const dataDir = mkdtempSync(join(tmpdir(), 'enshin-outage-'))
	const { port, env } = await settledMediaPort()
	const stack = await startStack({ dataDir, ports: 'free', seed: true, env })
	try {
		const calls = await callThroughRelay(browser, stack, port, keepConnections)
		const call = await calls.open()
		const pages = [call.guest, call.host]
		await expectMoving(pages)
		for (const outageMs of [3_000, 3_000, 3_000, 10_000]) {
			await calls.relay.set({ outage: true })
			await call.guest.waitForTimeout(outageMs)
			const [during] = await Promise.all(pages.map(receivedMedia))
			await call.guest.waitForTimeout(300)
			expect((await receivedMedia(call.guest)).framesDecoded, 'the line is out').toBe(during?.framesDecoded)
			await calls.relay.set({})
			await expectMoving(pages)
		}
		// Sound that was asked for again, seconds late, once left the hearer two seconds behind.
		for (const page of pages) expect(await soundDelayMs(page)).toBeLessThan(800)
		await call.close()
		await calls.stop()
	} finally {
		await stack.stop()
		rmSync(dataDir, { recursive: true, force: true })
	}
})

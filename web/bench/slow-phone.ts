import type { Browser, BrowserContext, Page } from '@playwright/test'
import { type Actor, type Addresses, bookFirst, freeSlots, windowOf } from '../e2e/support/demo.ts'

/** Lighthouse's "slow 4G", as it goes over the wire: bytes a second, and milliseconds before each answer begins. */
const slow4g = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 }
/** A cheap telephone beside a desk computer, as Lighthouse has it. */
const processorSlowdown = 4

/** `lcpOf` names the largest thing that was painted. */
export type Opened = { usableMs: number; lcpMs: number; lcpOf: string }

/** Opens a patient's pages as a slow telephone does, each time with an empty cache and a new connection. */
export function slowPhone(browser: Browser, at: Addresses, patient: Actor) {
	const slots = freeSlots(at, patient, 'sakura', '山本 健一')

	async function open(path: string, usable: (page: Page) => Promise<number>): Promise<Opened> {
		const window = await windowOf(browser, at, patient, {
			viewport: { width: 360, height: 740 },
			deviceScaleFactor: 2,
			isMobile: true,
			hasTouch: true,
		})
		try {
			const page = await slowPage(window)
			await page.goto(at.webUrl + path, { waitUntil: 'commit' })
			const usableMs = await usable(page)
			// What is painted later than that may still be the largest.
			await page.waitForTimeout(1_000)
			return { usableMs, ...(await page.evaluate(() => (globalThis as unknown as Watched).__lcp)) }
		} finally {
			await window.close()
		}
	}

	/** Usable: alive, so that a tap is answered without another document. Kit adds its announcer when it has mounted. */
	const openHome = () =>
		open('/home', (page) =>
			sinceStart(page, () => (document.querySelector('#svelte-announcer') ? performance.now() : null)),
		)

	/** Usable: the patient is in the waiting room, and the clinic sees it. */
	async function openWaitingRoom(): Promise<Opened> {
		const { callId } = await bookFirst(at, patient, await slots)
		return open(`/calls/${callId}`, (page) =>
			sinceStart(page, () => (window.__enshin?.state().connection === 'open' ? performance.now() : null)),
		)
	}

	return { openHome, openWaitingRoom }
}

type Watched = { __lcp: { lcpMs: number; lcpOf: string } }
type LargestPaint = PerformanceEntry & { element: Element | null }

async function slowPage(window: BrowserContext): Promise<Page> {
	const page = await window.newPage()
	await page.addInitScript(() => {
		new PerformanceObserver((list) => {
			for (const { startTime, element } of list.getEntries() as LargestPaint[]) {
				const lcpOf = `${element?.localName} ${element?.textContent?.trim().slice(0, 20)}`.trim()
				Object.assign(globalThis, { __lcp: { lcpMs: startTime, lcpOf } })
			}
		}).observe({ type: 'largest-contentful-paint', buffered: true })
	})
	const devtools = await window.newCDPSession(page)
	await devtools.send('Network.enable')
	await devtools.send('Network.emulateNetworkConditions', slow4g)
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: processorSlowdown })
	return page
}

/** Looks at each frame until `at` tells a time: milliseconds from the navigation's start. */
async function sinceStart(page: Page, at: () => number | null): Promise<number> {
	const handle = await page.waitForFunction(at, null, { timeout: 60_000, polling: 'raf' })
	return Number(await handle.jsonValue())
}

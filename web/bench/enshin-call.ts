import type { Browser, Page } from '@playwright/test'
import { type Addresses, bookFirst, freeSlots, signInAtApi, windowOf } from '../e2e/support/demo.ts'
import { clickToFirstFrameMs, watchFirstFrame } from './first-frame.ts'

/** Milliseconds: from the click on 入る, and from the patient's opening the page until the clinic sees them there. */
export type CallTimes = { enterMs: number; arriveMs: number }

/**
 * A doctor and a patient of the demo, and a fresh appointment for every run: the whole product, clicked as people do.
 * `prepare` sees each page before it opens anything. The patient enters when both have connected, as people do who hear
 * a ring, look and press.
 */
export async function startEnshinCalls(browser: Browser, at: Addresses, prepare?: (page: Page) => Promise<void>) {
	const [patient, doctor] = await Promise.all([
		signInAtApi(at, 'hanako@patient.example'),
		signInAtApi(at, 'doctor@sakura.example'),
	])
	const [patientWindow, doctorWindow] = await Promise.all([
		windowOf(browser, at, patient),
		windowOf(browser, at, doctor),
	])
	const slots = await freeSlots(at, patient, 'sakura', '山本 健一')

	async function measure(): Promise<CallTimes> {
		const { callId } = await bookFirst(at, patient, slots)
		const [guest, host] = await Promise.all([patientWindow.newPage(), doctorWindow.newPage()])
		try {
			await Promise.all([prepare?.(guest), prepare?.(host)])
			await watchFirstFrame(guest, 'video[data-remote]')
			await guest.goto(`${at.webUrl}/calls/${callId}`, { waitUntil: 'commit' })
			const arriveMs = await whenOpen(guest)
			await host.goto(`${at.webUrl}/calls/${callId}?ring=1`)
			await Promise.all([connected(guest), connected(host)])
			await guest.getByRole('button', { name: '入る' }).click()
			return { enterMs: await clickToFirstFrameMs(guest), arriveMs }
		} finally {
			await Promise.all([guest.close(), host.close()])
		}
	}

	return { measure, close: () => Promise.all([patientWindow.close(), doctorWindow.close()]) }
}

async function whenOpen(page: Page): Promise<number> {
	const isOpen = () => (window.__enshin?.state().connection === 'open' ? performance.now() : null)
	return Number(await (await page.waitForFunction(isOpen, null, { polling: 10 })).jsonValue())
}

/** Both directions, and what the other sends is known; a second more is what looking and pressing takes at least. */
async function connected(page: Page): Promise<void> {
	const isConnected = () => {
		const { send, recv } = window.__enshin?.state() ?? {}
		return send === 'connected' && recv === 'connected'
	}
	await page.waitForFunction(isConnected, null, { polling: 50 })
	await page.waitForTimeout(1_000)
}

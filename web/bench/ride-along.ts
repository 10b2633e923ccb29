import { chromium, type Page } from '@playwright/test'
import { chromiumArgs, findChromium } from '../e2e/chromium.ts'
import { type Actor, type Addresses, bookFirst, freeSlots, signInAtApi, windowOf } from '../e2e/support/demo.ts'
import { keepConnections } from '../e2e/support/media-proof.ts'
import { clickToFirstFrameMs, watchFirstFrame } from './first-frame.ts'
import { type ReceivedMedia, receivedMedia } from './received-media.ts'

/** A pair of real browsers in a call of their own, while a load test runs beside them. */
export interface Rider {
	/** What both saw and heard since they met. */
	figures(): Promise<{ name: string; figures: { name: string; value: string }[] }[]>
	close(): Promise<void>
}

/** Brings a doctor and a patient of the demo into a call, through the pages that people use. The caller closes it. */
export async function rideAlong(at: Addresses): Promise<Rider> {
	const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs })
	const { webUrl } = at
	try {
		const [patient, doctor] = await Promise.all([
			signInAtApi(at, 'hanako@patient.example'),
			signInAtApi(at, 'doctor@sakura.example'),
		])
		const { callId } = await bookFirst(at, patient, await freeSlots(at, patient, 'sakura', '山本 健一'))
		const open = async (actor: Actor) => {
			const page = await (await windowOf(browser, at, actor)).newPage()
			await Promise.all([keepConnections(page), watchFirstFrame(page, 'video[data-remote]')])
			return page
		}
		const [guest, host] = await Promise.all([open(patient), open(doctor)])
		await guest.goto(`${webUrl}/calls/${callId}`)
		await guest.getByText('診察の準備をしています').waitFor()
		await host.goto(`${webUrl}/calls/${callId}?ring=1`)
		await guest.getByRole('button', { name: '入る' }).click()
		const firstFrameMs = await clickToFirstFrameMs(guest)
		const began = await Promise.all([receivedMedia(guest), receivedMedia(host)])
		return {
			async figures() {
				const [guestLine, hostLine] = await Promise.all([since(guest, began[0]), since(host, began[1])])
				const first = { name: 'enter to first picture', value: `${firstFrameMs.toFixed(0)} ms` }
				return [
					{ name: "Chromium, the patient's page", figures: [first, ...guestLine] },
					{ name: "Chromium, the doctor's page", figures: hostLine },
				]
			},
			close: () => browser.close(),
		}
	} catch (error) {
		await browser.close()
		throw error
	}
}

async function since(page: Page, began: ReceivedMedia): Promise<{ name: string; value: string }[]> {
	const now = await receivedMedia(page)
	const seconds = (now.atMs - began.atMs) / 1000
	const grown = (key: keyof ReceivedMedia) => now[key] - began[key]
	const frozen = `${grown('freezes')}, ${((grown('frozenS') / seconds) * 100).toFixed(1)} % of the time`
	const concealed = (grown('concealedSamples') / Math.max(1, grown('samples'))) * 100
	return [
		{ name: 'frames a second', value: (grown('framesDecoded') / seconds).toFixed(1) },
		{ name: 'freezes', value: frozen },
		{ name: 'sound made up', value: `${concealed.toFixed(2)} %` },
	]
}

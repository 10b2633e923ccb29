import type { Browser } from '@playwright/test'
import { type Addresses, bookFirst, freeSlots, signInAtApi, windowOf } from '../e2e/support/demo.ts'
import { clickToFirstFrameMs, watchFirstFrame } from './first-frame.ts'

/** A doctor and a patient of the demo, and a fresh appointment for every run: the whole product, clicked as people do. */
export async function startEnshinCalls(browser: Browser, at: Addresses) {
	const [patient, doctor] = await Promise.all([
		signInAtApi(at, 'hanako@patient.example'),
		signInAtApi(at, 'doctor@sakura.example'),
	])
	const [patientWindow, doctorWindow] = await Promise.all([
		windowOf(browser, at, patient),
		windowOf(browser, at, doctor),
	])
	const slots = await freeSlots(at, patient, 'sakura', '山本 健一')

	async function measureMs(): Promise<number> {
		const { callId } = await bookFirst(at, patient, slots)
		const [guest, host] = await Promise.all([patientWindow.newPage(), doctorWindow.newPage()])
		try {
			await watchFirstFrame(guest, 'video[data-remote]')
			await guest.goto(`${at.webUrl}/calls/${callId}`)
			await guest.getByText('診察の準備をしています').waitFor()
			await host.goto(`${at.webUrl}/calls/${callId}?ring=1`)
			await guest.getByRole('button', { name: '入る' }).click()
			return await clickToFirstFrameMs(guest)
		} finally {
			await Promise.all([guest.close(), host.close()])
		}
	}

	return { measureMs, close: () => Promise.all([patientWindow.close(), doctorWindow.close()]) }
}

import { gzipSync } from 'node:zlib'
import type { Browser } from '@playwright/test'
import { type Addresses, bookFirst, freeSlots, signInAtApi, windowOf } from '../e2e/support/demo.ts'
import { clickToFirstFrameMs, watchFirstFrame } from './first-frame.ts'

/** One script as it came: `bytes` gzipped by us, so that the figure does not hang on what the server chose. */
type Script = { url: string; bytes: number }

/** Opens the page of a call as a patient with an empty cache, is called and enters; every script on the way is weighed. */
export async function weighCallPage(browser: Browser, at: Addresses) {
	const [patient, doctor] = await Promise.all([
		signInAtApi(at, 'hanako@patient.example'),
		signInAtApi(at, 'doctor@sakura.example'),
	])
	const { callId } = await bookFirst(at, patient, await freeSlots(at, patient, 'sakura', '山本 健一'))
	const [guestWindow, hostWindow] = await Promise.all([windowOf(browser, at, patient), windowOf(browser, at, doctor)])
	try {
		const [guest, host] = await Promise.all([guestWindow.newPage(), hostWindow.newPage()])
		const scripts: Promise<Script & { wireBytes: number; encoding: string }>[] = []
		guest.on('response', (response) => {
			if (!response.url().endsWith('.js')) return
			scripts.push(
				Promise.all([response.body(), response.request().sizes(), response.headerValue('content-encoding')]).then(
					([body, { responseBodySize }, encoding]) => ({
						url: response.url(),
						bytes: gzipSync(body).length,
						wireBytes: responseBodySize,
						encoding: encoding ?? 'not compressed',
					}),
				),
			)
		})
		await watchFirstFrame(guest, 'video[data-remote]')
		await guest.goto(`${at.webUrl}/calls/${callId}`)
		await guest.getByText('診察の準備をしています').waitFor()
		await host.goto(`${at.webUrl}/calls/${callId}?ring=1`)
		await guest.getByRole('button', { name: '入る' }).click()
		await clickToFirstFrameMs(guest)
		const loaded = (await Promise.all(scripts)).toSorted((one, other) => other.bytes - one.bytes)
		const sum = (key: 'bytes' | 'wireBytes') => loaded.reduce((total, script) => total + script[key], 0)
		const encodings = [...new Set(loaded.map(({ encoding }) => encoding))]
		return { scripts: loaded as Script[], bytes: sum('bytes'), wireBytes: sum('wireBytes'), encodings }
	} finally {
		await Promise.all([guestWindow.close(), hostWindow.close()])
	}
}

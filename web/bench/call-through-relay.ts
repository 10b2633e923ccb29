import type { Browser, Page } from '@playwright/test'
import { freeMediaPort } from '../../loadtest/src/relay/free-media-port.ts'
import { startRelay } from '../../loadtest/src/relay/start-relay.ts'
import { type Addresses, bookFirst, freeSlots, signInAtApi, windowOf } from '../e2e/support/demo.ts'
import { sendMediaTo } from '../e2e/support/through-relay.ts'

const sfuHost = '127.0.0.1'

/** What the stack is told, so that a relay knows where the media of its sfu is. */
export async function settledMediaPort(): Promise<{ port: number; env: NodeJS.ProcessEnv }> {
	const port = await freeMediaPort(sfuHost)
	return { port, env: { ENSHIN_SFU_MEDIA_PORT: String(port), ENSHIN_SFU_WORKERS: '1' } }
}

/**
 * A patient and a doctor of the demo, talking: the whole product, and the patient's media through a relay, in both
 * directions; the doctor's line is untouched. `prepare` sees each page before it opens anything.
 */
export async function callThroughRelay(
	browser: Browser,
	at: Addresses,
	mediaPort: number,
	prepare: (page: Page) => Promise<void>,
) {
	const relay = await startRelay({
		doors: [{ listen: { host: '127.0.0.2', port: mediaPort }, upstream: { host: sfuHost, port: mediaPort } }],
	})
	const [patient, doctor] = await Promise.all([
		signInAtApi(at, 'hanako@patient.example'),
		signInAtApi(at, 'doctor@sakura.example'),
	])
	const slots = await freeSlots(at, patient, 'sakura', '山本 健一')

	async function open() {
		const windows = await Promise.all([windowOf(browser, at, patient), windowOf(browser, at, doctor)])
		const [guest, host] = (await Promise.all(windows.map((window) => window.newPage()))) as [Page, Page]
		const { callId } = await bookFirst(at, patient, slots)
		await sendMediaTo(guest, { from: sfuHost, to: '127.0.0.2' })
		await Promise.all([prepare(guest), prepare(host)])
		await guest.goto(`${at.webUrl}/calls/${callId}`)
		await guest.getByText('診察の準備をしています').waitFor()
		await host.goto(`${at.webUrl}/calls/${callId}?ring=1`)
		await guest.getByRole('button', { name: '入る' }).click()
		return { guest, host, close: () => Promise.all(windows.map((window) => window.close())) }
	}

	return { relay, open, stop: () => relay.stop() }
}

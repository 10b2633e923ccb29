import { expect, type Page, test } from '@playwright/test'
import { stack } from './stack.ts'
import { inDatabase } from './support/database.ts'
import { bookFirst, freeSlots, signInAtApi, windowOf } from './support/demo.ts'
import { expectSeeingAndHearing, keepConnections } from './support/media-proof.ts'

/** Account disabled during a call: cut within 5 s (F18). */
const promisedMs = 5_000

/** Keeps the page's sockets in reach, and notes when each closed. */
async function keepSockets(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const closes: { code: number; at: number }[] = []
		Object.assign(globalThis, { __closes: closes })
		globalThis.WebSocket = class extends WebSocket {
			constructor(url: string | URL, protocols?: string | string[]) {
				super(url, protocols)
				this.addEventListener('close', ({ code }) => closes.push({ code, at: Date.now() }))
			}
		}
	})
}

/** When, by the clock, the last of these frames came: watched until none has come for a second and a half. */
async function lastFrameAt(page: Page): Promise<number> {
	return await page.evaluate(async () => {
		const { __connections } = globalThis as unknown as { __connections: RTCPeerConnection[] }
		const count = async () => {
			let packets = 0
			for (const connection of __connections) {
				if (connection.connectionState === 'closed') continue
				for (const entry of (await connection.getStats()).values())
					if (entry.type === 'inbound-rtp') packets += entry.packetsReceived ?? 0
			}
			return packets
		}
		let [last, at] = [await count(), Date.now()]
		while (Date.now() - at < 1_500) {
			await new Promise((resolve) => setTimeout(resolve, 50))
			const now = await count()
			if (now > last) at = Date.now()
			last = now
		}
		return at
	})
}

test('a doctor disabled in a call is out of it within 5 s, socket and media, and the patient is told', async ({
	browser,
}) => {
	test.setTimeout(120_000)
	const at = stack()
	const [patient, doctor, admin] = await Promise.all([
		signInAtApi(at, 'ichiro@patient.example'),
		signInAtApi(at, 'doctor@minato.example'),
		signInAtApi(at, 'admin@minato.example'),
	])
	const { callId } = await bookFirst(at, patient, await freeSlots(at, patient, 'minato', '林 由美子'))
	const windows = await Promise.all([patient, doctor, admin].map((actor) => windowOf(browser, at, actor)))
	const [guest, host, desk] = (await Promise.all(windows.map((window) => window.newPage()))) as [Page, Page, Page]
	await Promise.all([keepConnections(guest), keepConnections(host), keepSockets(host)])

	await guest.goto(`${at.webUrl}/calls/${callId}`)
	await expect(guest.getByText('診察の準備をしています')).toBeVisible()
	await host.goto(`${at.webUrl}/calls/${callId}`)
	await host
		.getByRole('button', { name: /呼び出し/ })
		.first()
		.click()
	await guest.getByRole('button', { name: '入る' }).click()
	await Promise.all([expectSeeingAndHearing(guest), expectSeeingAndHearing(host)])

	await desk.goto(`${at.webUrl}/accounts`)
	await desk.getByRole('button', { name: '林 由美子 さんの操作' }).first().click()
	await desk.getByRole('menuitem', { name: '停止する' }).click()
	const confirm = desk.getByRole('dialog').getByRole('button', { name: '停止する' })
	await expect(confirm).toBeVisible()
	const clickedAt = Date.now()
	const [lastAtGuest] = await Promise.all([
		confirm
			.click()
			.then(() => expect(guest.getByText('診察中断').first()).toBeVisible())
			.then(() => lastFrameAt(guest)),
		expect(desk.getByText('林 由美子 さんのアカウントを停止しました。')).toBeVisible(),
	])
	await expect(host.getByRole('heading', { name: '入れませんでした' })).toBeVisible()
	const closes = await host.evaluate(
		() => (globalThis as unknown as { __closes: { code: number; at: number }[] }).__closes,
	)
	const cut = closes.find(({ code }) => code === 4005)
	const took = { socketMs: (cut?.at ?? Number.NaN) - clickedAt, mediaMs: lastAtGuest - clickedAt }
	test.info().annotations.push({ type: 'took', description: JSON.stringify(took) })
	expect(took.socketMs).toBeLessThan(promisedMs)
	expect(took.mediaMs).toBeLessThan(promisedMs)
	await expect(guest.getByText(/席を外しています/).first()).toBeVisible()
	// Nor is there a way back.
	await host.reload()
	await expect(host).toHaveURL(/sign-in/)

	await inDatabase(at, (sql) => sql`update assignments set status = 'active' where status = 'disabled'`)
	await inDatabase(at, (sql) => sql`update practitioners set withdrawn_at = null`)
	await Promise.all(windows.map((window) => window.close()))
})

import { expect, test } from '@playwright/test'
import { stack } from './stack.ts'
import { bookFirst, freeSlots, signInAtApi, windowOf } from './support/demo.ts'
import { expectSeeingAndHearing, keepConnections } from './support/media-proof.ts'
import { hangUpAsHost } from './support/pages.ts'

test('a pharmacist gives 服薬指導 with the same pages and the same call', async ({ browser }) => {
	test.setTimeout(120_000)
	const at = stack()
	const [patient, pharmacist] = await Promise.all([
		signInAtApi(at, 'naomi@patient.example'),
		signInAtApi(at, 'pharmacist@aoba.example'),
	])
	const appointment = await bookFirst(at, patient, await freeSlots(at, patient, 'aoba', '中村 さくら'))
	expect(appointment.kind).toBe('guidance')
	const [guestWindow, hostWindow] = await Promise.all([
		windowOf(browser, at, patient),
		windowOf(browser, at, pharmacist),
	])
	const [guest, host] = await Promise.all([guestWindow.newPage(), hostWindow.newPage()])
	await Promise.all([keepConnections(guest), keepConnections(host)])

	await guest.goto(`${at.webUrl}/calls/${appointment.callId}`)
	await expect(guest.getByText('服薬指導の準備をしています')).toBeVisible()

	const day = new Date(appointment.startsAt).toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' })
	await host.goto(`${at.webUrl}/day?date=${day}`)
	const row = host.getByRole('row').filter({ hasText: '渡辺 直美' }).filter({ hasText: '待合室' })
	await expect(row).toContainText('服薬指導')
	await row.getByRole('link', { name: '呼び出し' }).click()

	await expect(guest.getByText('薬剤師がお呼びです')).toBeVisible()
	await guest.getByRole('button', { name: '入る' }).click()
	await Promise.all([expectSeeingAndHearing(guest), expectSeeingAndHearing(host)])

	await hangUpAsHost(host)
	await Promise.all([expect(guest).toHaveURL(/\/after/), expect(host).toHaveURL(/\/after/)])
	await Promise.all([guestWindow.close(), hostWindow.close()])
})

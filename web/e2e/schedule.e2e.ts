import type { Appointment } from '@enshin/contracts/api.ts'
import { expect, test } from '@playwright/test'
import { stack } from './stack.ts'
import { ask, bookFirst, freeSlots, signInAtApi, windowOf } from './support/demo.ts'

test('an admin closes the hours of a booked slot: the booking stays and is listed to be moved', async ({ browser }) => {
	test.setTimeout(120_000)
	const at = stack()
	const [patient, admin] = await Promise.all([
		signInAtApi(at, 'naomi@patient.example'),
		signInAtApi(at, 'admin@minato.example'),
	])
	const slots = await freeSlots(at, patient, 'minato', '林 由美子')
	const appointment = await bookFirst(at, patient, slots)
	const adminsWindow = await windowOf(browser, at, admin)
	const page = await adminsWindow.newPage()

	await page.goto(`${at.webUrl}/schedule?practitioner=${appointment.practitioner.id}`)
	const day = new Date(appointment.startsAt).toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' })
	await page.getByLabel('最初の日').fill(day)
	await page.getByRole('button', { name: '休みを追加' }).click()
	await expect(page.getByText(/保存すると、予約 \d+ 件が枠の外になります/)).toBeVisible()
	await page.getByRole('button', { name: '保存する' }).click()
	await expect(page.getByText(/移動が必要な予約が \d+ 件あります/)).toBeVisible()
	const listed = page.getByRole('region', { name: '移動が必要な予約' })
	await expect(listed).toContainText('渡辺 直美')

	const after = await ask<Appointment>(at, `/appointments/${appointment.id}`, patient)
	expect(after).toMatchObject({ status: 'booked', startsAt: appointment.startsAt, outsideSchedule: true })

	await page.reload()
	await expect(listed).toContainText('渡辺 直美')
	await adminsWindow.close()
})

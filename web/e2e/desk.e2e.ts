import type { Appointment } from '@enshin/contracts/api.ts'
import { addDays, tokyoDay } from '@enshin/contracts/tokyo.ts'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { stack } from './stack.ts'
import { bookFirst, freeSlots, signInAtApi, windowOf } from './support/demo.ts'
import { joinPermission, rawSignaling } from './support/raw-signaling.ts'

test('reception books, moves and cancels for a patient who telephoned', async ({ browser }) => {
	const at = stack()
	const window = await windowOf(browser, at, await signInAtApi(at, 'staff@sakura.example'))
	const page = await window.newPage()
	// Days on which no other test books.
	const day = addDays(tokyoDay(new Date()), 20)
	await page.goto(`${at.webUrl}/day?date=${day}&who=all`)
	await expect(page.getByText('この日の予約はありません。')).toBeVisible()
	// Reception sees the day and calls nobody.
	await expect(page.getByRole('link', { name: '呼び出し' })).toHaveCount(0)

	await page.getByRole('button', { name: '予約を入れる' }).click()
	await page.getByRole('textbox', { name: '患者' }).fill('さきやま')
	await page.getByRole('button', { name: '﨑山 太郎' }).click()
	await page.getByText('10:00', { exact: true }).click()
	await page.getByRole('button', { name: '予約する' }).click()
	const row = page.getByRole('row').filter({ hasText: '﨑山 太郎' })
	await expect(row).toContainText('10:00')

	await row.getByRole('button', { name: '﨑山 太郎' }).click()
	await page.getByRole('button', { name: '日時を変更する' }).click()
	await page.getByText('11:30', { exact: true }).click()
	await page.getByRole('button', { name: '変更する', exact: true }).click()
	await expect(row).toContainText('11:30')

	// With the keyboard alone: search, down to the row, open it.
	await page.getByRole('button', { name: '閉じる' }).click()
	await page.keyboard.press('/')
	await page.keyboard.type('ｻｷﾔﾏ')
	await page.keyboard.press('ArrowDown')
	await page.keyboard.press('Enter')
	await page.getByRole('button', { name: '予約を取り消す' }).click()
	await page.getByRole('button', { name: '予約を取り消す' }).click()
	await expect(row).toHaveCount(0)
	await window.close()
})

test('an arrival shows at once, and moves nothing while a hand is on its way to a button', async ({ browser }) => {
	const at = stack()
	const [patient, doctor] = await Promise.all([
		signInAtApi(at, 'ichiro@patient.example'),
		signInAtApi(at, 'doctor@minato.example'),
	])
	// The last free time that is looked at, for the other tests take the first ones: nobody else waits on that day.
	const slots = await freeSlots(at, patient, 'minato', '林 由美子')
	const appointment = await bookFirst(at, patient, slots.toReversed())
	const window = await windowOf(browser, at, doctor)
	const page = await window.newPage()
	const watching = page
		.waitForEvent('websocket', (socket) => socket.url().startsWith(at.signalingUrl))
		.then((socket) => socket.waitForEvent('framereceived'))
	await page.goto(`${at.webUrl}/day?date=${tokyoDay(new Date(appointment.startsAt))}`)
	const row = rowOf(page, appointment)
	await expect(row).toContainText('未到着')
	const call = row.getByRole('link', { name: '呼び出し' })
	const { token, signalingUrl } = await joinPermission(at, patient, appointment.callId)
	await watching

	const hand = await moveAbout(page, page.getByRole('table'))
	const guest = await rawSignaling(at, signalingUrl)
	await guest.caller.request('join', { token })
	await expect(row).toContainText('待合室')
	await expect(page.getByRole('status').filter({ hasText: '鈴木 一郎さんが待合室に来ました' })).toHaveCount(1)
	// Longer than any change takes to be drawn.
	await page.waitForTimeout(600)
	await expect(call).toHaveCount(0)

	await hand.rest()
	await expect(call).toBeVisible()
	guest.close()
	await window.close()
})

function rowOf(page: Page, { id }: Appointment): Locator {
	return page.getByRole('row').filter({ has: page.locator(`#row-${id}`) })
}

/** A mouse that wanders over an element, from now on and until it is told to rest. */
async function moveAbout(page: Page, element: Locator): Promise<{ rest(): Promise<void> }> {
	const box = await element.boundingBox()
	if (!box) throw new Error('there is nothing to move over')
	const move = (step: number) => page.mouse.move(box.x + 20 + (step % 40), box.y + 10)
	await move(0)
	await move(1)
	let resting = false
	const wandering = (async () => {
		for (let step = 2; !resting; step += 1) {
			await move(step)
			await page.waitForTimeout(50)
		}
	})()
	return {
		rest: async () => {
			resting = true
			await wandering
		},
	}
}

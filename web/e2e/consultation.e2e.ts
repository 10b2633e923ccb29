import type { Appointment, CallRecord } from '@enshin/contracts/api.ts'
import { expect, type Page, test } from '@playwright/test'
import { stack } from './stack.ts'
import { ask, signInAtApi } from './support/demo.ts'
import { expectSeeingAndHearing, keepConnections, sentScales } from './support/media-proof.ts'
import { hangUpAsHost, signIn, write } from './support/pages.ts'

test('a patient books, waits and is called; both see, hear and write; the doctor ends it, and the record has it all', async ({
	browser,
}) => {
	test.setTimeout(180_000)
	const [guestWindow, hostWindow] = await Promise.all([browser.newContext(), browser.newContext()])
	const [guest, host] = await Promise.all([guestWindow.newPage(), hostWindow.newPage()])
	await Promise.all([keepConnections(guest), keepConnections(host)])

	const appointment = await test.step('the patient signs in and books', async () => {
		await signIn(guest, 'midori@patient.example')
		return book(guest)
	})

	await test.step('the doctor sees the day, and nobody there yet', async () => {
		await signIn(host, 'doctor@sakura.example')
		await host.goto(`/day?date=${inTokyo(appointment.startsAt).slice(0, 10)}`)
		await expect(rowOf(host, appointment)).toContainText('未到着')
	})

	await test.step('the patient checks camera and microphone, and waits', async () => {
		await guest.goto(`/calls/${appointment.callId}/check`)
		await expect(guest.getByText('よく映っています')).toBeVisible()
		await expect(guest.getByText('あなたの声は届いています')).toBeVisible()
		await guest.getByRole('link', { name: '待合室に進む' }).click()
		await expect(guest.getByText('診察の準備をしています')).toBeVisible()
		await expect(guest.getByRole('button', { name: '入る' })).toHaveCount(0)
	})

	await test.step('the doctor sees the arrival without reloading, and calls', async () => {
		await expect(rowOf(host, appointment)).toContainText('待合室')
		await rowOf(host, appointment).getByRole('link', { name: '呼び出し' }).click()
		await expect(host).toHaveURL(new RegExp(appointment.callId))
	})

	await test.step('the patient enters; both see and hear, over AES-256-GCM', async () => {
		await expect(guest.getByText('先生がお呼びです')).toBeVisible()
		await Promise.all([guest, host].map((page) => expect.poll(() => sentScales(page)).toEqual([2])))
		await guest.getByRole('button', { name: '入る' }).click()
		await Promise.all([expectSeeingAndHearing(guest), expectSeeingAndHearing(host)])
		// Small while nobody saw it, so that it came soon; whole now.
		await Promise.all([guest, host].map((page) => expect.poll(() => sentScales(page)).toEqual([1])))
	})

	await test.step('both write, and unread messages are counted', async () => {
		await write(host, '今日はどうされましたか')
		await expect(guest.getByText('未読 1 件')).toBeAttached()
		await guest.getByRole('button', { name: /メッセージ/ }).click()
		await expect(guest.getByRole('log')).toContainText('今日はどうされましたか')
		await write(guest, 'のどが痛いです')
		await expect(host.getByRole('log')).toContainText('のどが痛いです')
		await guest.getByRole('button', { name: 'メッセージを閉じる' }).click()
	})

	await test.step('a switched-off camera interrupts the visit, with words on both sides, and comes back', async () => {
		await guest.getByRole('button', { name: /^カメラ/ }).click()
		await expect(host.getByText('診察中断').first()).toBeVisible()
		await expect(guest.getByText('診察中断').first()).toBeVisible()
		await guest
			.getByRole('button', { name: 'カメラを入れる' })
			.or(guest.getByRole('button', { name: /^カメラ/ }))
			.first()
			.click()
		await expect(host.getByText('診察中断')).toHaveCount(0)
	})

	await test.step('a reload in mid-call comes back into the call, chat and all', async () => {
		await guest.reload()
		await Promise.all([expectSeeingAndHearing(guest), expectSeeingAndHearing(host)])
		await guest.getByRole('button', { name: /メッセージ/ }).click()
		await expect(guest.getByRole('log')).toContainText('のどが痛いです')
		await guest.getByRole('button', { name: 'メッセージを閉じる' }).click()
		await host.reload()
		await Promise.all([expectSeeingAndHearing(guest), expectSeeingAndHearing(host)])
	})

	await test.step('the doctor ends it for both', async () => {
		await hangUpAsHost(host)
		await Promise.all([expect(guest).toHaveURL(/\/after/), expect(host).toHaveURL(/\/after/)])
		await expect(guest.getByText('診察が終わりました').first()).toBeVisible()
	})

	await test.step('the record shows every transition with its time', async () => {
		const doctor = await signInAtApi(stack(), 'doctor@sakura.example')
		const record = () => ask<CallRecord>(stack(), `/calls/${appointment.callId}`, doctor)
		await expect.poll(async () => (await record()).state).toBe('ended')
		const { events, endReason, liveSince, endedAt } = await record()
		expect(endReason).toBe('completed')
		const states = events.filter(({ type }) => type === 'state_changed').map(({ from, to }) => `${from} → ${to}`)
		expect(states.slice(0, 2)).toEqual(['waiting → ringing', 'ringing → live'])
		expect(states).toContain('live → interrupted')
		expect(states).toContain('interrupted → live')
		expect(states.at(-1)).toBe('live → ended')
		expect(events.filter(({ type }) => type === 'peer_joined').map(({ by }) => by)).toEqual(
			expect.arrayContaining(['guest', 'host']),
		)
		const times = events.map(({ at }) => Date.parse(at))
		expect(times).toEqual(times.toSorted((one, other) => one - other))
		expect(Date.parse(liveSince ?? '')).toBeLessThan(Date.parse(endedAt ?? ''))
	})

	await Promise.all([guestWindow.close(), hostWindow.close()])
})

/** Chooses clinic, doctor, the first free day and time, and confirms. */
async function book(page: Page): Promise<Appointment> {
	const choose = async (question: string, choice: RegExp) => {
		await expect(page.getByRole('heading', { name: question })).toBeVisible()
		await page.getByRole('link', { name: choice }).first().click()
	}
	await page.getByRole('link', { name: /予約(を)?する$/ }).click()
	await choose('どこで受けますか', /さくら内科クリニック/)
	await choose('どの先生にしますか', /山本 健一/)
	await choose('いつにしますか', /^\d{1,2}:\d{2}/)
	await page.getByRole('button', { name: '予約する' }).click()
	await expect(page.getByText('予約しました')).toBeVisible()
	const id = new URL(page.url()).pathname.split('/').at(-1)
	return ask<Appointment>(stack(), `/appointments/${id}`, await signInAtApi(stack(), 'midori@patient.example'))
}

/** The appointment's row on the day list: the same patient may be there more than once. */
function rowOf(page: Page, { startsAt, patient }: Appointment) {
	return page
		.getByRole('row')
		.filter({ hasText: patient.name })
		.filter({ hasText: `${inTokyo(startsAt).slice(11, 16)} –` })
}

/** `2026-11-22 14:30:00` on a clock in Tokyo. */
function inTokyo(instant: string): string {
	return new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Tokyo' })
}

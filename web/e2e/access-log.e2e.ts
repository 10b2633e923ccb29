import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { expect, type Page, test } from '@playwright/test'
import { root } from '../../bin/root.ts'
import { stack } from './stack.ts'
import { type Addresses, bookFirst, freeSlots, signInAtApi, windowOf } from './support/demo.ts'
import { expectSoundInEveryLook, useLanguage } from './support/looks.ts'

test.setTimeout(240_000)

const password = 'neither rain nor guessable 47'

/** `pnpm ops …`, as an operator types it. */
async function ops(...args: string[]): Promise<string> {
	const env = {
		...process.env,
		ENSHIN_DATA_DIR: process.env.ENSHIN_E2E_DATA_DIR,
		ENSHIN_OPERATOR_PASSWORD: password,
		ENSHIN_NEW_PASSWORD: password,
	}
	const ran = await promisify(execFile)(process.execPath, ['bin/ops.ts', ...args], { cwd: root, env })
	return ran.stdout
}

const by = ['--operator', 'ichiro@ops.example']

test.beforeAll(async () => {
	const ichiro = ['--mail', 'ichiro@ops.example', '--name', '運用 一郎', '--kana', 'うんよう いちろう']
	await ops('operator:add', ...ichiro).catch((error) => {
		// After a test that failed this runs once more.
		if (!String(error).includes('operators already')) throw error
	})
})

const hanako = 'hanako@patient.example'
const patientName = '髙橋 花子'

async function book(at: Addresses) {
	const patient = await signInAtApi(at, hanako)
	return await bookFirst(at, patient, await freeSlots(at, patient, 'sakura', '山本 健一'))
}

const rows = (page: Page) => page.locator('tbody tr')

/** The address changes before the page does: what follows must not meet the list that was there. */
async function onlyAbout(page: Page, name: string): Promise<void> {
	await page.waitForURL(/[?&]patient=/)
	await expect(page.getByRole('link', { name: `患者: ${name}` })).toBeVisible()
	await expect(rows(page).filter({ hasNotText: name })).toHaveCount(0)
	await expect(rows(page).first()).toContainText(name)
}

test("an admin finds who did what with a patient's data and saves it; another clinic sees nothing; the patient sees it, operators included", async ({
	browser,
}) => {
	const at = stack()
	const { startsAt } = await book(at)
	const day = tokyoDay(new Date(startsAt))
	const [admin, stranger, patient] = (await Promise.all(
		['admin@sakura.example', 'admin@minato.example', hanako].map(async (email) => {
			const context = await windowOf(browser, at, await signInAtApi(at, email))
			return await context.newPage()
		}),
	)) as [Page, Page, Page]

	// The admin looks at the day, and finds that look in the log.
	await admin.goto(`${at.webUrl}/day?date=${day}`)
	await admin.goto(`${at.webUrl}/access-log`)
	// Their name stands among those who did something, too; and of a long list of patients only the first are shown.
	await admin.getByTitle(`${patientName}への操作だけを表示`).filter({ visible: true }).first().click()
	await onlyAbout(admin, patientName)
	const { searchParams } = new URL(admin.url())
	const patientId = searchParams.get('patient') ?? ''
	await admin.getByLabel('操作').first().selectOption('appointment.book')
	await admin.getByRole('button', { name: '絞り込む' }).click()
	await admin.waitForURL(/action=appointment.book/)
	expect(new URL(admin.url()).searchParams.get('patient')).toBe(patientId)
	await expect(rows(admin).first()).toContainText('予約の登録')

	// By name, too, for a log too long to look through.
	await admin.goto(`${at.webUrl}/access-log`)
	await admin.getByLabel('患者の名前・番号').fill('たかはし')
	await admin.getByRole('button', { name: '絞り込む' }).click()
	await admin.getByRole('region', { name: 'どの患者ですか' }).getByRole('link', { name: patientName }).click()
	await onlyAbout(admin, patientName)
	expect(new URL(admin.url()).searchParams.get('patient')).toBe(patientId)

	const [download] = await Promise.all([
		admin.waitForEvent('download'),
		admin.getByRole('link', { name: 'CSVで保存' }).click(),
	])
	expect(download.suggestedFilename()).toMatch(/^access-log-\d{4}-\d\d-\d\d\.csv$/)
	const csv = readFileSync(await download.path(), 'utf8')
	expect(csv.startsWith('\uFEFF番号,日時,操作,')).toBe(true)
	expect(csv).toMatch(/\r\n\d+,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00,/)
	const lines = csv.trimEnd().split('\r\n').slice(1)
	expect(lines.length).toBeGreaterThan(0)
	for (const line of lines) expect(line).toContain(patientId)

	await stranger.goto(`${at.webUrl}/access-log?patient=${patientId}`)
	await expect(stranger.getByText('記録がありません')).toBeVisible()
	expect(await stranger.content()).not.toContain(patientName)

	// An operator looks, and it shows for both.
	const why = ['--facility', 'sakura', '--reason', '画面が開かないとの電話', '--ticket', 'T-17', '--minutes', '10']
	const session = /Session: (\S+)/.exec(await ops('break-glass:open', ...by, ...why))?.[1] ?? ''
	expect(await ops('break-glass:day', ...by, '--session', session, '--day', day)).toContain(patientName)

	await admin.goto(`${at.webUrl}/access-log?patient=${patientId}`)
	await expect(rows(admin).filter({ hasText: '遠診の運用担当者' }).first()).toContainText('運用 一郎')
	await patient.goto(`${at.webUrl}/home`)
	await patient.getByRole('link', { name: 'あなたの情報を見た人を確かめる' }).click()
	await expect(patient.getByText('遠診の運用担当者 運用 一郎 さんが')).toBeVisible()
	await expect(patient.getByText(/さくら内科クリニックの .+ さんが、あなたの予約を/).first()).toBeVisible()
	await expect(patient.getByText('山田 太郎')).toHaveCount(0)

	// In Japanese with fewer entries they are in every-page.e2e.ts; here an operator is among them.
	await useLanguage(patient, 'en')
	await expectSoundInEveryLook(patient, 'my-access-log-operator')
	await admin.goto(`${at.webUrl}/access-log?action=break_glass.read`)
	await expectSoundInEveryLook(admin, 'access-log-operator')
	await ops('break-glass:close', ...by, '--session', session)
	await Promise.all([admin, stranger, patient].map((page) => page.context().close()))
})

test('an incident stands on every page until it is over, maintenance until it is closed on this browser', async ({
	browser,
}) => {
	const at = stack()
	const words = (ja: string, en: string) => [
		'--title-ja',
		ja,
		'--title-en',
		en,
		'--body-ja',
		`${ja}です。`,
		'--body-en',
		`${en}.`,
	]
	const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
	const window = ['--from', soon(24), '--to', soon(26)]
	const [opened, announced] = await Promise.all([
		ops('incident:open', ...by, ...words('映像の障害', 'Video trouble')),
		ops('notice:maintenance', ...by, ...words('定期保守', 'Regular maintenance'), ...window),
	])
	const incident = /Open: (\S+)/.exec(opened)?.[1] ?? ''
	const maintenance = /Announced: (\S+)/.exec(announced)?.[1] ?? ''

	const page = await (await browser.newContext({ locale: 'ja-JP' })).newPage()
	await page.goto(`${at.webUrl}/sign-in`)
	const banner = page.getByRole('complementary', { name: 'お知らせ' })
	await expect(banner).toContainText('映像の障害')
	await expect(banner).toContainText('定期保守')
	await expectSoundInEveryLook(page, 'notices')
	await banner.getByRole('button', { name: /閉じる/ }).click()
	await expect(banner).not.toContainText('定期保守')
	await expect(banner).toContainText('映像の障害')
	await page.goto(`${at.webUrl}/f/sakura/sign-in`)
	await expect(banner).toContainText('映像の障害')

	// Their mails went to the admins at once.
	const report = ['--report-ja', '復旧しました', '--report-en', 'Over']
	await Promise.all([
		ops('incident:close', ...by, '--notice', incident, ...report),
		ops('notice:close', ...by, '--notice', maintenance, ...report),
	])
	await page.reload()
	await expect(banner).toHaveCount(0)
	const feed = await (await fetch(`${at.webUrl}/notices.xml`)).text()
	expect(feed).toContain('映像の障害')
	expect(feed).toContain('作業報告: 復旧しました')
	// They are sent one after the other, and the page shows those there were when it was opened.
	await expect(async () => {
		await page.goto(`${at.webUrl}/dev/outbox`)
		for (const name of ['【遠診】障害のお知らせ', '【遠診】メンテナンスの作業報告'])
			await expect(page.getByRole('heading', { name }).first()).toBeVisible({ timeout: 1_000 })
	}).toPass({ timeout: 20_000 })
	await page.context().close()
})

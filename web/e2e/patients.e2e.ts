import { readFile } from 'node:fs/promises'
import { demoFacilities } from '@enshin/db/seed/demo-accounts.ts'
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { stack } from './stack.ts'
import { ask, signInAtApi, windowOf } from './support/demo.ts'

test.setTimeout(180_000)

const sakura = demoFacilities.find(({ slug }) => slug === 'sakura')
const codeOfSakura = sakura?.code ?? ''
const phone = { viewport: { width: 360, height: 740 } }
const password = 'みどりの自転車と七つの古い鍵'

let lastPatient = 0
const newAddress = () => `patient-${process.pid}-${Date.now()}-${++lastPatient}@mail.example`

/** The newest mail to an address, from the page of what was not sent. */
async function mailTo(address: string, containing: RegExp): Promise<string> {
	type Outbox = { messages: { to: string; subject: string | null; text: string }[] }
	let found: string | undefined
	await expect
		.poll(async () => {
			const { messages } = await ask<Outbox>(stack(), '/dev/outbox')
			found = messages.find(({ to, text }) => to.includes(address) && containing.test(text))?.text
			return found
		})
		.toBeTruthy()
	return found ?? ''
}

const next = (page: Page) => page.getByRole('button', { name: '次へ' }).click()

/** Signs up by a code in a mail, as somebody old on a telephone would: one question a page. */
async function signUp(page: Page, { name, kana }: { name: string; kana: string }): Promise<string> {
	const address = newAddress()
	await page.goto('/')
	await page.getByRole('link', { name: /はじめての方/ }).click()
	await page.getByLabel(/メールアドレス または/).fill(address)
	await page.getByRole('button', { name: '確認コードを送る' }).click()
	await expect(page.getByRole('heading', { name: '確認コードを入力してください' })).toBeVisible()
	const code = /\d{6}/.exec(await mailTo(address, /確認コード: \d{6}/))?.[0] ?? ''
	await page.getByLabel('確認コード(6桁)').fill(code)
	await next(page)
	await page.getByLabel('お名前').fill(name)
	await page.getByLabel('ふりがな').fill(kana)
	await next(page)
	await page.getByLabel('年号').selectOption('showa')
	await page.getByLabel('年', { exact: true }).fill('26')
	await page.getByLabel('月', { exact: true }).fill('4')
	await page.getByLabel('日', { exact: true }).fill('3')
	await next(page)
	await page.getByLabel('女性').check()
	await next(page)
	await page.getByLabel('電話番号').fill('090-1234-5678')
	await next(page)
	await page.getByLabel('パスワード', { exact: true }).fill(password)
	await page.getByRole('button', { name: '登録する' }).click()
	await expect(page.getByText('登録が終わりました')).toBeVisible()
	return address
}

async function askSakura(page: Page): Promise<void> {
	await page.goto('/registrations')
	await page.getByRole('link', { name: '医療機関・薬局に申し込む' }).click()
	await page.getByLabel('医療機関コード').fill(codeOfSakura)
	await page.getByRole('button', { name: 'さがす' }).click()
	await expect(page.getByText('さくら内科クリニック')).toBeVisible()
	await page.getByRole('button', { name: '利用登録を申し込む' }).click()
	await expect(page.getByText('承認待ち', { exact: true })).toBeVisible()
}

async function approveAtDesk(staff: Page, name: string, chartNumber: string): Promise<void> {
	await staff.goto('/patients?list=pending')
	await staff.getByRole('link', { name }).click()
	await staff.getByLabel('診察券番号').fill(chartNumber)
	await staff.getByRole('button', { name: '承認する', exact: true }).click()
	await expect(staff.getByText('承認しました。')).toBeVisible()
}

/** Through the questions of booking to the first free time. */
async function bookFirstFree(page: Page): Promise<void> {
	await page.goto('/book')
	await page.getByRole('link', { name: /どの先生でも/ }).click()
	// Links of this kind are on the page before, too.
	await expect(page).toHaveURL(/who=any/)
	const days = page.locator('main a[href*="/book?"]')
	const times = days.filter({ hasText: /^\d{1,2}:\d{2}/ })
	// Today may have no time left.
	if ((await times.count()) === 0) await days.last().click()
	await times.last().click()
	await page.getByRole('button', { name: /予約する/ }).click()
	await expect(page.getByText('予約しました')).toBeVisible()
}

async function staffOfSakura(browser: Browser): Promise<BrowserContext> {
	return windowOf(browser, stack(), await signInAtApi(stack(), 'staff@sakura.example'))
}

test('a stranger signs up by a code in a mail, asks a clinic, is approved, and books; what was typed is never lost', async ({
	browser,
}) => {
	const context = await browser.newContext({ locale: 'ja-JP', ...phone })
	const page = await context.newPage()
	const name = `春野 ${Date.now() % 100_000}`
	const address = await signUp(page, { name, kana: 'ハルノ サクラ' })
	await page.goto('/profile')
	await expect(page.getByText('はるの さくら')).toBeVisible()
	await expect(page.getByText(/1951年4月3日/)).toBeVisible()
	await expect(page.getByText('090-1234-5678')).toBeVisible()

	await askSakura(page)
	await page.goto('/book')
	await expect(page.getByText('さくら内科クリニック')).toHaveCount(0)

	const desk = await staffOfSakura(browser)
	const staff = await desk.newPage()
	await approveAtDesk(staff, name, `E-${Date.now()}`)
	await mailTo(address, /承認されました/)
	await page.goto('/registrations')
	await expect(page.getByText('承認済み')).toBeVisible()
	await bookFirstFree(page)

	await staff.goto('/patients')
	await staff.getByLabel('ことば・番号').fill('はるの')
	await staff.getByRole('button', { name: '検索', exact: true }).click()
	await staff.getByRole('link', { name }).click()
	await expect(staff.getByText('予約済み')).toBeVisible()
	await staff.getByLabel('カルテNo').fill('K-2026')
	await staff.getByRole('button', { name: '保存する' }).click()
	await expect(staff.getByText('保存しました')).toBeVisible()
	await Promise.all([context.close(), desk.close()])
})

test('Back and a wrong answer lose nothing of what was typed while signing up', async ({ browser }) => {
	const context = await browser.newContext({ locale: 'ja-JP', ...phone })
	const page = await context.newPage()
	const address = newAddress()
	await page.goto('/sign-up')
	await page.getByLabel(/メールアドレス または/).fill(address)
	await page.getByRole('button', { name: '確認コードを送る' }).click()
	const code = /\d{6}/.exec(await mailTo(address, /確認コード: \d{6}/))?.[0] ?? ''
	await page.getByLabel('確認コード(6桁)').fill(code === '000000' ? '000001' : '000000')
	await next(page)
	await expect(page.getByText('確認コードが違います')).toBeVisible()
	await page.getByLabel('確認コード(6桁)').fill(code)
	await next(page)
	await page.getByLabel('お名前').fill('夏野 海')
	await page.getByLabel('ふりがな').fill('漢字')
	await next(page)
	await expect(page.getByText('ひらがなかカタカナで')).toBeVisible()
	await expect(page.getByLabel('お名前')).toHaveValue('夏野 海')
	await page.getByLabel('ふりがな').fill('なつの うみ')
	await next(page)
	await expect(page.getByRole('heading', { name: '生年月日' })).toBeVisible()
	await page.goBack()
	await expect(page.getByLabel('お名前')).toHaveValue('夏野 海')
	await page.reload()
	await expect(page.getByLabel('ふりがな')).toHaveValue('なつの うみ')
	await page.goto('/sign-up/password')
	await expect(page).toHaveURL(/\/sign-up\/birth-date/)
	await context.close()
})

test('a guardian adds a child, acts for it under a banner on every page, books for it, and goes back with one tap', async ({
	browser,
}) => {
	const at = stack()
	const context = await windowOf(browser, at, await signInAtApi(at, 'midori@patient.example'), phone)
	const page = await context.newPage()
	const name = `吉田 ${Date.now() % 100_000}`
	await page.goto('/home')
	await page.getByRole('link', { name: 'ご家族' }).click()
	await page.getByRole('link', { name: 'ご家族を追加する' }).click()
	await page.getByLabel('お名前').fill(name)
	await page.getByLabel('ふりがな').fill('よしだ ひなた')
	await next(page)
	await page.getByLabel('年号').selectOption('reiwa')
	await page.getByLabel('年', { exact: true }).fill('2')
	await page.getByLabel('月', { exact: true }).fill('5')
	await page.getByLabel('日', { exact: true }).fill('5')
	await next(page)
	await page.getByLabel('男性').check()
	await next(page)
	await next(page)
	await page.getByLabel('親', { exact: true }).check()
	await page.getByRole('button', { name: 'ご家族を追加する' }).click()
	await expect(page.getByText(`${name} さんを追加しました`)).toBeVisible()

	await page.getByRole('button', { name: `${name} さんの画面を開く` }).click()
	const banner = page.getByText(`${name} さんの代理で操作しています`)
	await expect(page).toHaveURL(/\/home/)
	await expect(page.getByText('予約はありません。')).toBeVisible()
	await expect(banner).toBeVisible()
	await askSakura(page)
	await expect(banner).toBeVisible()
	const desk = await staffOfSakura(browser)
	const staff = await desk.newPage()
	await approveAtDesk(staff, name, `C-${Date.now()}`)
	await bookFirstFree(page)
	await expect(banner).toBeVisible()

	await staff.goto('/patients')
	await staff.getByLabel('ことば・番号').fill(name)
	await staff.getByRole('button', { name: '検索', exact: true }).click()
	await staff.getByRole('link', { name }).click()
	await expect(staff.getByText('代理の予約: 吉田 みどり')).toBeVisible()

	await page.getByRole('button', { name: '自分の画面に戻る' }).click()
	await expect(banner).toHaveCount(0)
	await page.goto('/profile')
	await expect(page.getByText('吉田 みどり').first()).toBeVisible()
	await Promise.all([context.close(), desk.close()])
})

test('whoever leaves takes their data along, proves who they are, and then is let in nowhere', async ({ browser }) => {
	const context = await browser.newContext({ locale: 'ja-JP', acceptDownloads: true, ...phone })
	const page = await context.newPage()
	const name = `秋野 ${Date.now() % 100_000}`
	const address = await signUp(page, { name, kana: 'あきの もみじ' })
	await page.goto('/leave')
	await expect(page.getByText('すぐにサインインできなくなります')).toBeVisible()
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'ほかのシステムに渡すためのファイル' }).click(),
	])
	const taken = JSON.parse(await readFile(await file.path(), 'utf8')) as { profile: { name: string; email: string } }
	expect(taken.profile).toMatchObject({ name, email: address })

	await page.getByRole('link', { name: '利用をやめる手続きに進む' }).click()
	await expect(page.getByRole('heading', { name: '本当に利用をやめますか' })).toBeVisible()
	await page.getByRole('button', { name: '利用をやめる' }).click()
	await expect(page.getByRole('heading', { name: '利用をやめる手続きが終わりました' })).toBeVisible()
	await page.goto('/home')
	await expect(page).toHaveURL(/\/sign-in/)
	await page.getByLabel('メールアドレス').fill(address)
	await page.getByLabel('パスワード', { exact: true }).fill(password)
	await page.getByRole('button', { name: 'サインインする' }).click()
	await expect(page.getByText(/パスワードが違います/)).toBeVisible()
	await context.close()
})

test('a clinic refuses with a reason, which the patient reads; its own labels are searched', async ({ browser }) => {
	const at = stack()
	const patientContext = await windowOf(browser, at, await signInAtApi(at, 'naomi@patient.example'), phone)
	const page = await patientContext.newPage()
	await askSakura(page)
	const desk = await windowOf(browser, at, await signInAtApi(at, 'admin@sakura.example'))
	const admin = await desk.newPage()
	await admin.goto('/patients?list=pending')
	await admin.getByRole('link', { name: '渡辺 直美' }).click()
	await admin.getByRole('link', { name: '承認しない', exact: true }).click()
	await admin.getByLabel('患者さんへの説明').fill('当院では診ておりません。')
	await admin.getByRole('button', { name: 'この理由で承認しない' }).click()
	await expect(admin.getByText('承認しませんでした。')).toBeVisible()
	await page.goto('/registrations')
	await expect(page.getByText('当院では診ておりません。')).toBeVisible()

	await admin.goto('/patients/labels')
	await admin.getByRole('textbox', { name: '項目の名前' }).last().fill('紹介元')
	await admin.getByRole('button', { name: '項目を追加' }).click()
	await expect(admin.getByText('保存しました')).toBeVisible()
	await admin.goto('/patients?q=鈴木&by=name')
	await admin.getByRole('link', { name: '鈴木 一郎' }).click()
	await admin.getByLabel('紹介元').fill('みなと病院')
	await admin.getByRole('button', { name: '保存する' }).click()
	await expect(admin.getByText('保存しました')).toBeVisible()
	await admin.goto('/patients')
	await admin.getByLabel('検索する項目').selectOption('label')
	await admin.getByLabel('ことば・番号').fill('ミナト病院')
	await admin.getByRole('button', { name: '検索', exact: true }).click()
	await expect(admin.getByRole('link', { name: '鈴木 一郎' })).toBeVisible()
	await Promise.all([patientContext.close(), desk.close()])
})

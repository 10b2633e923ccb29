import { demoPassword } from '@enshin/db/seed/demo-accounts.ts'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { stack } from './stack.ts'
import { adminSession, growStale } from './support/database.ts'
import { ask, windowOf } from './support/demo.ts'

test.setTimeout(120_000)

const cookieName = '__Host-enshin_session'
const password = 'lantern gravel 47 mosaic orbit'

async function adminPage(browser: Browser, slug: string): Promise<Page> {
	const at = stack()
	const context = await windowOf(browser, at, { email: '', token: await adminSession(at, slug) })
	return await context.newPage()
}

async function linkTo(email: string): Promise<string> {
	const find = async () => {
		const { messages } = await ask<{ messages: { to: string; text: string }[] }>(stack(), '/dev/outbox')
		return messages.find(({ to }) => to.includes(email))?.text.match(/https?:\S+\/join\S+/)?.[0]
	}
	await expect.poll(find).toBeTruthy()
	return (await find()) ?? ''
}

test('an admin invites; the invited chooses a password, is held at enrolling a factor, and changes role by the admin’s own password', async ({
	browser,
}) => {
	const email = `asahi-${Date.now()}@hinata.example`
	const admin = await adminPage(browser, 'hinata')

	await test.step('the invitation goes out', async () => {
		await admin.goto('/accounts')
		// A page that has not come to life yet hears no click.
		await expect(async () => {
			await admin.getByRole('button', { name: '人を招待する' }).click()
			await expect(admin.getByRole('dialog', { name: '人を招待する' })).toBeVisible({ timeout: 1_000 })
		}).toPass({ timeout: 20_000 })
		const dialog = admin.getByRole('dialog', { name: '人を招待する' })
		await dialog.getByLabel('メールアドレス').fill(email)
		await dialog.getByLabel('氏名').fill('朝日 昇')
		await dialog.getByLabel('ふりがな').fill('あさひ のぼる')
		await dialog.getByLabel('役割').selectOption({ label: '医師' })
		await dialog.getByLabel('予約枠に名前を出す').check()
		await dialog.getByLabel('肩書き').fill('小児科')
		await dialog.getByLabel('本人確認を済ませた').check()
		await dialog.getByLabel('確認した書類など').fill('運転免許証')
		await dialog.getByRole('button', { name: '招待を送る' }).click()
		await expect(admin.getByText('朝日 昇 さんに招待を送りました。')).toBeVisible()
		await expect(admin.getByRole('heading', { name: '招待中' })).toBeVisible()
	})

	const link = await linkTo(email)
	const context = await browser.newContext({ locale: 'ja-JP' })
	const page = await context.newPage()

	await test.step('the link leads to a password, and no further than a second factor', async () => {
		await page.goto(link)
		await expect(page.getByText('朝日 昇')).toBeVisible()
		await page.getByLabel('新しいパスワード', { exact: true }).fill('asahinoboru1')
		await page.getByRole('button', { name: 'アカウントを作る' }).click()
		await expect(page.getByText(/ご本人のことばや数字から推測/)).toBeVisible()
		await page.getByLabel('新しいパスワード', { exact: true }).fill(password)
		await page.getByRole('button', { name: 'アカウントを作る' }).click()
		await expect(page).toHaveURL(/\/account\/security\/add/)
		await page.goto('/day')
		await expect(page).toHaveURL(/\/account\/security\/add/)
	})

	await test.step('with the factor enrolled, the day is open', async () => {
		await page.getByRole('link', { name: /認証アプリ/ }).click()
		await page.getByRole('button', { name: '登録を始める' }).click()
		const secret = (await page.locator('[data-secret]').getAttribute('data-secret')) ?? ''
		await page.getByLabel('6けたの数字').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate())
		await page.getByRole('button', { name: '登録する' }).click()
		await expect(page.getByRole('heading', { name: '回復コード' })).toBeVisible()
		await page.goto('/day')
		await expect(page.getByRole('heading', { name: '本日の予約' })).toBeVisible()
	})

	await test.step('the link is dead by now', async () => {
		const other = await (await browser.newContext({ locale: 'ja-JP' })).newPage()
		await other.goto(link)
		await expect(other.getByRole('heading', { name: 'このリンクは使えません' })).toBeVisible()
		await other.context().close()
	})

	await test.step('the admin sees who it is, identified, with a factor', async () => {
		await admin.goto('/accounts')
		const row = admin.getByRole('row').filter({ hasText: '朝日 昇' })
		await expect(row).toContainText('小児科')
		await expect(row).toContainText('あり')
		await admin.goto('/accounts/register')
		await expect(admin.getByRole('listitem').filter({ hasText: '朝日 昇' })).toContainText('運転免許証')
	})

	await test.step('another role takes the admin’s own password, and signs the person out', async () => {
		const { value: token = '' } = (await admin.context().cookies()).find(({ name }) => name === cookieName) ?? {}
		await growStale(stack(), token)
		await admin.goto('/accounts')
		await admin.getByRole('button', { name: '朝日 昇 さんの操作' }).first().click()
		await admin.getByRole('menuitem', { name: '役割を変える' }).click()
		const dialog = admin.getByRole('dialog', { name: '役割を変える' })
		await dialog.getByLabel('新しい役割').selectOption({ label: 'スタッフ' })
		await dialog.getByLabel('ご自分のパスワード').fill('not the password')
		await dialog.getByRole('button', { name: '変える' }).click()
		await expect(dialog.getByText('パスワードが違います。')).toBeVisible()
		await dialog.getByLabel('ご自分のパスワード').fill(demoPassword)
		await dialog.getByRole('button', { name: '変える' }).click()
		await expect(admin.getByText('朝日 昇 さんの役割を変えました。')).toBeVisible()
		await expect(admin.getByRole('row').filter({ hasText: '朝日 昇' })).toContainText('外れています')
		await page.goto('/day')
		await expect(page).toHaveURL(/\/f\/hinata\/sign-in/)
	})
	await Promise.all([context.close(), admin.context().close()])
})

import { demoPassword } from '@enshin/db/seed/demo-accounts.ts'
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { stack } from './stack.ts'
import { inDatabase } from './support/database.ts'
import { ask, signInAtApi, windowOf } from './support/demo.ts'

test.setTimeout(120_000)

// Whoever comes after finds the demo's people as they were: with the demo's password, and without factors.
let before: { id: string; password_hash: string }[] = []
test.beforeAll(async () => {
	before = await inDatabase(
		stack(),
		(sql) => sql`select id, password_hash from credentials where password_hash is not null`,
	)
})
test.afterAll(async () => {
	await inDatabase(stack(), async (sql) => {
		await sql`delete from factors`
		await sql`delete from recovery_codes`
		for (const { id, password_hash } of before)
			await sql`update credentials set password_hash = ${password_hash} where id = ${id}`
	})
})

const cookieName = '__Host-enshin_session'
const tokenOf = async (context: BrowserContext) =>
	(await context.cookies()).find(({ name }) => name === cookieName)?.value ?? ''

async function typePassword(page: Page, path: string, email: string, password = demoPassword): Promise<void> {
	await page.goto(path)
	await page.getByLabel('メールアドレス').fill(email)
	await page.getByLabel('パスワード', { exact: true }).fill(password)
	await page.getByRole('button', { name: 'サインインする' }).click()
}

/** A browser window with an authenticator of its own, as a telephone with a fingerprint reader has (WebAuthn, 11). */
async function withAuthenticator(browser: Browser, context?: BrowserContext): Promise<Page> {
	const own = context ?? (await browser.newContext({ locale: 'ja-JP' }))
	const page = await own.newPage()
	const devtools = await own.newCDPSession(page)
	await devtools.send('WebAuthn.enable')
	await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true,
		},
	})
	return page
}

/** The code an app shows, so many steps of 30 seconds from now. */
const codeOf = (secret: string, steps = 0) =>
	new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

test('a facility that asks for a second factor lets nobody past its enrolment; codes and apps then open the door', async ({
	browser,
}) => {
	const context = await browser.newContext({ locale: 'ja-JP' })
	const page = await context.newPage()
	// Somebody else's token, planted before: signing in replaces it (session fixation).
	const planted = await signInAtApi(stack(), 'ichiro@patient.example')
	await context.addCookies([
		{ name: cookieName, value: 'planted-by-a-stranger', url: stack().webUrl.replace('http:', 'https:'), secure: true },
	])
	await typePassword(page, '/f/hinata/sign-in', 'admin@hinata.example')
	await expect(page).toHaveURL(/\/account\/security\/add/)
	const first = await tokenOf(context)
	expect(['planted-by-a-stranger', planted.token, '']).not.toContain(first)
	for (const path of ['/day', '/schedule', '/account/security']) {
		await page.goto(path)
		await expect(page).toHaveURL(/\/account\/security\/add/)
	}
	await page.getByRole('link', { name: /認証アプリ/ }).click()
	await page.getByRole('button', { name: '登録を始める' }).click()
	await expect(page.getByRole('img', { name: '認証アプリで読み取る図' })).toBeVisible()
	const secret = (await page.locator('[data-secret]').getAttribute('data-secret')) ?? ''
	await page.getByLabel('6けたの数字').fill('000000')
	await page.getByRole('button', { name: '登録する' }).click()
	await expect(page.getByText('確認コードが違います')).toBeVisible()
	await page.getByLabel('6けたの数字').fill(codeOf(secret, -1))
	await page.getByRole('button', { name: '登録する' }).click()
	await expect(page.getByRole('heading', { name: '回復コード' })).toBeVisible()
	const codes = await page.locator('ol li').allTextContents()
	expect(codes).toHaveLength(10)
	expect(await tokenOf(context)).not.toBe(first)
	await page.getByRole('link', { name: /つづける/ }).click()
	await expect(page).toHaveURL(/\/(day|account\/security|schedule)/)
	await page.goto('/day')
	await expect(page.getByRole('heading', { name: '本日の予約' })).toBeVisible()

	const second = await browser.newContext({ locale: 'ja-JP' })
	const again = await second.newPage()
	await typePassword(again, '/f/hinata/sign-in?back=/schedule', 'admin@hinata.example')
	await expect(again).toHaveURL(/\/sign-in\/step/)
	await again.goto('/day')
	await expect(again).toHaveURL(/\/sign-in\/step\?back=%2Fday/)
	await again.getByLabel('6けたの数字').fill(codeOf(secret))
	await again.getByRole('button', { name: '確認する' }).click()
	await expect(again).toHaveURL(/\/day/)

	const third = await browser.newContext({ locale: 'ja-JP' })
	const lost = await third.newPage()
	await typePassword(lost, '/f/hinata/sign-in', 'admin@hinata.example')
	await lost.getByRole('link', { name: '回復コード' }).click()
	await lost.getByLabel('回復コード').fill(codes[0]?.toLowerCase() ?? '')
	await lost.getByRole('button', { name: '確認する' }).click()
	await expect(lost).toHaveURL(/\/day/)
	await lost.goto('/account/security')
	await expect(lost.getByText('残り 9 個')).toBeVisible()
	await Promise.all([context, second, third].map((one) => one.close()))
})

test('a passkey is added after a fresh proof, and signs in', async ({ browser }) => {
	const at = stack()
	const context = await windowOf(browser, at, await signInAtApi(at, 'midori@patient.example'))
	const page = await withAuthenticator(browser, context)
	await page.goto('/account/security')
	await page.getByRole('link', { name: '二段階認証を登録する' }).click()
	await page.getByRole('link', { name: /パスキー/ }).click()
	await page.getByRole('button', { name: 'パスキーを登録する' }).click()
	await expect(page.getByRole('heading', { name: '回復コード' })).toBeVisible()
	await page.getByRole('link', { name: /つづける/ }).click()
	await expect(page.getByText('二段階認証を登録しました。')).toBeVisible()

	await page.getByRole('button', { name: 'サインアウト', exact: true }).click()
	await typePassword(page, '/sign-in', 'midori@patient.example')
	await expect(page).toHaveURL(/\/sign-in\/step/)
	await page.getByRole('button', { name: 'パスキーで確認する' }).click()
	await expect(page).toHaveURL(/\/home/)

	// Without the proof of the last five minutes, removing it asks once more who it is.
	await page.goto('/account/security')
	await page.getByRole('link', { name: '削除' }).click()
	await page.getByRole('button', { name: '削除する' }).click()
	await expect(page.getByText('削除しました。')).toBeVisible()
	await context.close()
})

test('a forgotten password is chosen anew by the mailed link, once, with the reasons of a refusal', async ({
	browser,
}) => {
	const at = stack()
	const page = await (await browser.newContext({ locale: 'ja-JP' })).newPage()
	await page.goto('/sign-in')
	await page.getByRole('link', { name: 'パスワードを忘れたとき' }).click()
	await expect(page.getByRole('heading', { name: 'パスワードを忘れたとき' })).toBeVisible()
	await page.getByLabel('メールアドレス').fill('naomi@patient.example')
	await page.getByRole('button', { name: 'リンクを送る' }).click()
	await expect(page.getByRole('heading', { name: 'メールをご確認ください' })).toBeVisible()

	const linkIn = async () => {
		const { messages } = await ask<{ messages: { to: string; text: string }[] }>(at, '/dev/outbox')
		return messages
			.find(({ to, text }) => to.includes('naomi@') && text.includes('new-password#'))
			?.text.match(/\S+new-password#\S+/)?.[0]
	}
	await expect.poll(linkIn).toBeTruthy()
	const link = (await linkIn()) ?? ''
	await page.goto(link)
	await page.getByLabel('新しいパスワード', { exact: true }).fill('naomi19951231')
	await page.getByRole('button', { name: 'パスワードを変える' }).click()
	await expect(page.getByText(/ご本人のことばや数字から推測/)).toBeVisible()
	expect(page.url()).not.toContain('#')
	await page.getByLabel('新しいパスワード', { exact: true }).fill('gravel otter umbrella noon')
	await page.getByRole('button', { name: 'パスワードを変える' }).click()
	await expect(page.getByRole('heading', { name: 'パスワードを変えました' })).toBeVisible()
	await page.goto('/')
	await page.goto(link)
	await expect(page.getByText('このリンクは使えません。')).toBeVisible()
	await typePassword(page, '/sign-in', 'naomi@patient.example', 'gravel otter umbrella noon')
	await expect(page).toHaveURL(/\/home/)

	// In the app it takes the present one, and another than that.
	await page.goto('/account/security/password')
	await page.getByLabel('いまのパスワード').fill('gravel otter umbrella noon')
	await page.getByLabel('新しいパスワード', { exact: true }).fill('another gravel otter umbrella')
	await page.getByRole('button', { name: 'パスワードを変える' }).click()
	await expect(page.getByText('これまでのパスワードとよく似ています')).toBeVisible()
	await page.context().close()
})

test('a desk that nobody uses locks itself, keeps what was typed, and opens with the password', async ({ browser }) => {
	const at = stack()
	const actor = await signInAtApi(at, 'staff@sakura.example')
	const context = await windowOf(browser, at, actor)
	const page = await context.newPage()
	await page.clock.install()
	await page.goto('/day')
	await page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill('たかはし')
	await page.clock.fastForward('14:50')
	await page.mouse.move(200, 200)
	await page.clock.fastForward('14:00')
	await expect(page.getByRole('dialog', { name: '画面をロックしています' })).toBeHidden()
	await page.clock.fastForward('15:10')
	const lock = page.getByRole('dialog', { name: '画面をロックしています' })
	await expect(lock).toBeVisible()
	await expect.poll(() => ask(at, '/me', { token: actor.token }).catch(String)).toContain('auth.locked')
	const other = await context.newPage()
	await other.goto('/schedule')
	await expect(other).toHaveURL(/\/locked\?back=%2Fschedule/)
	await page.keyboard.press('Escape')
	await page.keyboard.press('Escape')
	await expect(lock).toBeVisible()
	await lock.getByLabel('パスワード').fill('wrong')
	await lock.getByRole('button', { name: 'ロックを解除する' }).click()
	await expect(lock.getByText('パスワードが違います。')).toBeVisible()
	await lock.getByLabel('パスワード').fill(demoPassword)
	await lock.getByRole('button', { name: 'ロックを解除する' }).click()
	await expect(lock).toBeHidden()
	await expect(page.getByRole('searchbox').or(page.getByRole('textbox')).first()).toHaveValue('たかはし')
	expect(await tokenOf(context)).not.toBe(actor.token)
	await other.goto('/schedule')
	await expect(other).toHaveURL(/\/schedule$/)
	await context.close()
})

test('one sees where one is signed in, and signs another browser out', async ({ browser }) => {
	const at = stack()
	const [here, elsewhere] = [
		await windowOf(browser, at, await signInAtApi(at, 'kenta@patient.example')),
		await browser.newContext({ locale: 'ja-JP' }),
	]
	const other = await elsewhere.newPage()
	await typePassword(other, '/sign-in', 'kenta@patient.example')
	await expect(other).toHaveURL(/\/home/)
	const page = await here.newPage()
	await page.goto('/account/security')
	await expect(page.getByText('この端末')).toHaveCount(1)
	await expect(page.getByText('Linux の Chrome').first()).toBeVisible()
	await page.getByRole('button', { name: 'ほかの端末をすべてサインアウトさせる' }).click()
	await expect(page.getByText('サインアウトさせました。')).toBeVisible()
	await other.goto('/home')
	await expect(other).toHaveURL(/\/sign-in/)
	await Promise.all([here.close(), elsewhere.close()])
})

import { demoPassword } from '@enshin/db/seed/demo-accounts.ts'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { stack } from './stack.ts'
import { inDatabase } from './support/database.ts'
import { bookFirst, freeSlots, signInAtApi, windowOf } from './support/demo.ts'
import { expectSoundInEveryLook, languages, useLanguage } from './support/looks.ts'

// Sound means: no serious axe finding, nothing cut off, nothing untranslated; at phone and desktop width, light and dark.
test.setTimeout(300_000)

async function openAs(browser: Browser, email: string | null): Promise<Page> {
	const at = stack()
	const context = email
		? await windowOf(browser, at, await signInAtApi(at, email))
		: await browser.newContext({ permissions: ['camera', 'microphone'] })
	const page = await context.newPage()
	await page.goto(`${at.webUrl}/health`)
	return page
}

/** Opens each address in both languages, and lets `ready` wait for what loads by itself. */
async function expectSoundPages(page: Page, pages: Record<string, string>): Promise<void> {
	const origin = new URL(page.url()).origin
	for (const language of languages)
		for (const [name, path] of Object.entries(pages)) {
			await page.context().addCookies([{ name: 'enshin_locale', value: language, url: origin, httpOnly: true }])
			await page.goto(origin + path)
			await expect(page.locator('html')).toHaveAttribute('lang', language)
			await expect(page.getByRole('heading').first()).toBeVisible()
			await expectSoundInEveryLook(page, `${name}-${language}`)
		}
}

test('the doors are sound: welcome, sign-in, and a page that does not exist', async ({ browser }) => {
	const page = await openAs(browser, null)
	await expectSoundPages(page, {
		welcome: '/',
		'sign-in': '/sign-in',
		'facility-door': '/f',
		'facility-sign-in': '/f/sakura/sign-in',
		forgot: '/forgot',
		'facility-forgot': '/f/sakura/forgot',
		'new-password-without-link': '/new-password',
		'not-found': '/no-such-page',
		'dev-outbox': '/dev/outbox',
	})
	await page.context().close()
})

test("the patient's pages are sound: home, booking step by step, an appointment, its change and cancelling", async ({
	browser,
}) => {
	const at = stack()
	const patient = await signInAtApi(at, 'hanako@patient.example')
	const appointment = await bookFirst(at, patient, await freeSlots(at, patient, 'sakura', '山本 健一'))
	const page = await openAs(browser, 'hanako@patient.example')
	const origin = new URL(page.url()).origin
	const steps: Record<string, string> = { book: '/book' }
	for (const step of ['book-who', 'book-when', 'book-confirm']) {
		await page.goto(origin + Object.values(steps).at(-1))
		await expect(page.getByRole('heading').first()).toBeVisible()
		const choice = page
			.locator('main a[href*="/book?"]')
			.filter({ hasText: step === 'book-confirm' ? /^\d{1,2}:\d{2}/ : /./ })
		await choice.first().click()
		await page.waitForURL((url) => url.pathname + url.search !== Object.values(steps).at(-1))
		const { pathname, search } = new URL(page.url())
		steps[step] = pathname + search
	}
	await expectSoundPages(page, {
		home: '/home',
		'my-access-log': '/my-access-log',
		...steps,
		appointment: `/appointments/${appointment.id}`,
		change: `/appointments/${appointment.id}/change`,
		cancel: `/appointments/${appointment.id}/cancel`,
	})
	await page.context().close()
})

test("everybody's own sign-in settings are sound, and so are the steps of signing in", async ({ browser }) => {
	const page = await openAs(browser, 'taro@patient.example')
	await expectSoundPages(page, {
		security: '/account/security',
		'change-password': '/account/security/password',
		confirm: '/account/security/confirm',
		'add-factor': '/account/security/add',
		'add-passkey': '/account/security/add/passkey',
		'add-sms': '/account/security/add/sms',
		'recovery-codes': '/account/security/codes',
	})
	const origin = new URL(page.url()).origin
	for (const language of languages) {
		await page.goto(`${origin}/account/security/add/totp`)
		await useLanguage(page, language)
		await page.locator('main button').last().click()
		await expect(page.locator('[data-secret]')).toBeVisible()
		await expectSoundInEveryLook(page, `add-totp-begun-${language}`)
	}
	// The last one begun is confirmed, and then the next sign-in asks for it.
	const secret = (await page.locator('[data-secret]').getAttribute('data-secret')) ?? ''
	await page.locator('input[name=code]').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate())
	await page.locator('main button').last().click()
	await expect(page.locator('ol li')).toHaveCount(10)
	await expectSoundInEveryLook(page, 'recovery-codes-shown-en')
	await page.context().close()

	const door = await openAs(browser, null)
	await door.goto(`${origin}/sign-in`)
	await door.locator('input[name=email]').fill('taro@patient.example')
	await door.locator('input[name=password]').fill(demoPassword)
	await door.locator('main button').last().click()
	await expect(door).toHaveURL(/\/sign-in\/step/)
	await expectSoundPages(door, { step: '/sign-in/step' })
	await door.context().close()
	// For those who come after, the demo's people have no factors.
	await inDatabase(stack(), (sql) => sql`delete from factors`)

	const admin = await openAs(browser, 'admin@sakura.example')
	await expectSoundPages(admin, { 'factor-resets': '/accounts/factor-resets' })
	await admin.context().close()

	const desk = await openAs(browser, 'staff@sakura.example')
	await desk.clock.install()
	for (const language of languages) {
		await desk.goto(`${origin}/day`)
		await useLanguage(desk, language)
		// The page counts from when it came to life, which a reload does not wait for.
		await expect(async () => {
			await desk.clock.fastForward('15:10')
			await expect(desk.locator('dialog[open]')).toBeVisible({ timeout: 2_000 })
		}).toPass({ timeout: 20_000 })
		await expectSoundInEveryLook(desk, `lock-${language}`)
		await desk.goto(`${origin}/day`)
		await expect(desk).toHaveURL(/\/locked/)
		await expectSoundInEveryLook(desk, `locked-${language}`)
		await desk.locator('input[name=password]').fill(demoPassword)
		await desk.locator('main button').last().click()
		await expect(desk).toHaveURL(/\/day/)
	}
	await desk.context().close()
})

test("the facility's pages are sound: the day and the hours, for admin, doctor and pharmacist", async ({ browser }) => {
	for (const email of ['admin@sakura.example', 'doctor@sakura.example', 'pharmacist@aoba.example']) {
		const page = await openAs(browser, email)
		const who = email.split('@')[0]
		await expectSoundPages(page, {
			[`day-${who}`]: '/day',
			[`schedule-${who}`]: '/schedule',
			...(who === 'admin' && { 'access-log': '/access-log?action=appointment.list_day' }),
		})
		await page.context().close()
	}
})

test('the way into a call, the call itself and its end are sound, on both sides', async ({ browser }) => {
	const at = stack()
	const patient = await signInAtApi(at, 'emily@patient.example')
	const { callId } = await bookFirst(at, patient, await freeSlots(at, patient, 'sakura', '山本 健一'))
	const [guest, host] = await Promise.all([
		openAs(browser, 'emily@patient.example'),
		openAs(browser, 'doctor@sakura.example'),
	])
	const call = `${at.webUrl}/calls/${callId}`
	const inBoth = async (page: Page, name: string, ready: () => Promise<void>) => {
		for (const language of languages) {
			await useLanguage(page, language)
			await ready()
			await expectSoundInEveryLook(page, `${name}-${language}`)
		}
	}
	const speaks = (page: Page, text: RegExp) => () => expect(page.getByText(text).first()).toBeVisible()

	await guest.goto(`${call}/check`)
	await inBoth(guest, 'check', speaks(guest, /よく映っています|We can see you/))
	await guest.goto(call)
	await inBoth(guest, 'waiting', speaks(guest, /準備をしています|being prepared/))
	await host.goto(call)
	await inBoth(host, 'call-host-waiting', () =>
		expect(host.getByRole('button', { name: /呼び出し|^Call/ }).first()).toBeEnabled(),
	)
	await host
		.getByRole('button', { name: /呼び出し|^Call/ })
		.first()
		.click()
	await inBoth(guest, 'called', speaks(guest, /先生がお呼びです|is calling you/))
	await guest.getByRole('button', { name: /^(入る|Enter)$/ }).click()
	const shown = (page: Page) => () => expect(page.locator('video[data-remote]')).toBeVisible()
	await inBoth(guest, 'call-guest', shown(guest))
	await inBoth(host, 'call-host', shown(host))
	await host.getByRole('button', { name: /^(終了|End)$/ }).click()
	await expect(host.getByRole('dialog')).toBeVisible()
	await expectSoundInEveryLook(host, 'call-host-end')
	await host
		.getByRole('button', { name: /^(終了する|End)/ })
		.last()
		.click()
	await Promise.all([guest.waitForURL(/\/after/), host.waitForURL(/\/after/)])
	await inBoth(guest, 'after-guest', speaks(guest, /終わりました|over|ended|finished/))
	await inBoth(host, 'after-host', speaks(host, /終了しました|over|ended|finished/))
	await Promise.all([guest.context().close(), host.context().close()])
})

test('what goes wrong is told soundly: a wrong password, and a camera that may not be used', async ({ browser }) => {
	const at = stack()
	const door = await openAs(browser, null)
	for (const language of languages) {
		await door.goto(`${at.webUrl}/sign-in`)
		await useLanguage(door, language)
		await door.locator('input[name=email]').fill('nobody@patient.example')
		await door.locator('input[name=password]').fill('not the password')
		await door.getByRole('button', { name: /^(サインインする|Sign in)$/ }).click()
		await expect(door.getByText(/パスワードが違います|password is wrong/)).toBeVisible()
		await expectSoundInEveryLook(door, `sign-in-refused-${language}`)
	}

	const patient = await signInAtApi(at, 'emily@patient.example')
	const { callId } = await bookFirst(at, patient, await freeSlots(at, patient, 'sakura', '山本 健一'))
	const guest = await openAs(browser, 'emily@patient.example')
	await guest.addInitScript(() => {
		navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))
	})
	await guest.goto(`${at.webUrl}/calls/${callId}/check`)
	for (const language of languages) {
		await useLanguage(guest, language)
		await expect(guest.getByRole('link', { name: /このまま進む|Go on|anyway/i })).toBeVisible()
		await expectSoundInEveryLook(guest, `check-denied-${language}`)
	}
	await Promise.all([door.context().close(), guest.context().close()])
})

import { type Browser, expect, type Page, test } from '@playwright/test'
import { stack } from './stack.ts'
import { ask, signInAtApi, windowOf } from './support/demo.ts'
import { expectSoundInEveryLook, languages } from './support/looks.ts'
import { expectSoundPage } from './support/page-check.ts'

// Sound means: no serious axe finding, nothing cut off, nothing untranslated. There are many of these pages, made of the
// same pieces: each is looked at twice, in Japanese on a light telephone and in English on a dark desktop.
test.setTimeout(300_000)

async function openAs(browser: Browser, email: string): Promise<Page> {
	const at = stack()
	const page = await (await windowOf(browser, at, await signInAtApi(at, email))).newPage()
	await page.goto(`${at.webUrl}/health`)
	return page
}

const looks = {
	ja: { size: { width: 360, height: 740 }, colorScheme: 'light' },
	en: { size: { width: 1440, height: 900 }, colorScheme: 'dark' },
} as const

/** The page as it stands; in every look where pictures are wanted. */
async function expectSound(page: Page, name: string, language: keyof typeof looks = 'ja'): Promise<void> {
	if (process.env.ENSHIN_SHOTS) return await expectSoundInEveryLook(page, name)
	const { size, colorScheme } = looks[language]
	await page.setViewportSize(size)
	await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
	await test.step(name, () => expectSoundPage(page))
}

/** Opens each address in both languages. */
async function expectSoundPages(page: Page, pages: Record<string, string>): Promise<void> {
	const origin = new URL(stack().webUrl).origin
	for (const language of languages)
		for (const [name, path] of Object.entries(pages)) {
			await page.context().addCookies([{ name: 'enshin_locale', value: language, url: origin, httpOnly: true }])
			await page.goto(origin + path)
			await expect(page.locator('html')).toHaveAttribute('lang', language)
			await expect(page.getByRole('heading').first()).toBeVisible()
			await expectSound(page, `${name}-${language}`, language)
		}
}

test('the pages of signing up are sound, each question and what is wrong with an answer', async ({ browser }) => {
	const context = await browser.newContext({ locale: 'ja-JP' })
	const page = await context.newPage()
	await page.goto(`${stack().webUrl}/health`)
	await expectSoundPages(page, { 'sign-up': '/sign-up', left: '/left' })
	const address = `looks-${Date.now()}@mail.example`
	await page.goto(`${stack().webUrl}/sign-up`)
	await page.locator('input[name=contact]').fill(address)
	await page.getByRole('button', { name: /code|コード/ }).click()
	await expect(page.locator('input[name=code]')).toBeVisible()
	await expectSoundPages(page, { 'sign-up-code': '/sign-up/code' })
	type Outbox = { messages: { to: string; text: string }[] }
	const read = async () =>
		(await ask<Outbox>(stack(), '/dev/outbox')).messages.find(({ to }) => to === address)?.text ?? ''
	await expect.poll(read).toMatch(/\d{6}/)
	await page.locator('input[name=code]').fill(/\d{6}/.exec(await read())?.[0] ?? '')
	const next = () => page.getByRole('button', { name: /^(次へ|Next)$/ }).click()
	await next()
	await expect(page.locator('input[name=name]')).toBeVisible()
	await expectSoundPages(page, { 'sign-up-name': '/sign-up/name' })
	await next()
	await expect(page.getByText(/Please enter the name|お名前を入力/)).toBeVisible()
	await expectSound(page, 'sign-up-name-wrong')
	await page.locator('input[name=name]').fill('冬野 雪')
	await page.locator('input[name=kana]').fill('ふゆの ゆき')
	await next()
	await expectSoundPages(page, { 'sign-up-birth-date': '/sign-up/birth-date' })
	await page.locator('input[name=year]').fill('1948')
	await page.locator('input[name=month]').fill('2')
	await page.locator('input[name=day]').fill('29')
	await next()
	await expectSoundPages(page, { 'sign-up-sex': '/sign-up/sex' })
	await page.locator('input[name=sex]').first().check()
	await next()
	await expectSoundPages(page, { 'sign-up-telephone': '/sign-up/telephone' })
	await next()
	await expectSoundPages(page, { 'sign-up-password': '/sign-up/password' })
	await page.locator('input[name=password]').fill('password1234!')
	await page.getByRole('button', { name: /^(登録する|Register)$/ }).click()
	await expect(page.locator('[aria-invalid=true]')).toBeVisible()
	await expectSound(page, 'sign-up-password-refused')
	await context.close()
})

test('a patient’s own pages are sound: profile and its questions, family, registrations, leaving', async ({
	browser,
}) => {
	const page = await openAs(browser, 'taro@patient.example')
	await expectSoundPages(page, {
		profile: '/profile',
		'profile-name': '/profile/name',
		'profile-insurance': '/profile/insurance',
		'profile-language': '/profile/language',
		'profile-email': '/profile/email',
		'family-none': '/family',
		'family-add': '/family/add/name',
		registrations: '/registrations',
		'registrations-add': '/registrations/add',
		'registrations-confirm': '/registrations/add?code=1310002',
		'registrations-unknown': '/registrations/add?code=0',
		leave: '/leave',
		'leave-confirm': '/leave/confirm',
	})
	await page.context().close()
})

test('acting for somebody is sound: the family, the banner on home, profile and booking, and ending it', async ({
	browser,
}) => {
	const at = stack()
	const guardian = await signInAtApi(at, 'taro@patient.example')
	const child = {
		name: '﨑山 ひかり',
		kana: 'さきやま ひかり',
		birthDate: '2021-03-03',
		sex: 'female',
		telephone: null,
	}
	const { patientId } = await ask<{ patientId: string }>(at, '/family', {
		token: guardian.token,
		body: { ...child, relation: 'parent' },
	})
	const context = await windowOf(browser, at, guardian)
	const page = await context.newPage()
	await page.goto(`${at.webUrl}/health`)
	await expectSoundPages(page, {
		family: '/family',
		'family-added': `/family?added=${patientId}`,
		'family-member': `/family/${patientId}`,
		'family-end': `/family/${patientId}/end`,
	})
	const url = at.webUrl.replace('http:', 'https:')
	await context.addCookies([{ name: '__Host-enshin_for', value: patientId, url, secure: true, httpOnly: true }])
	await expectSoundPages(page, { 'acting-home': '/home', 'acting-profile': '/profile', 'acting-book': '/book' })
	await expect(page.getByText(/acting for/)).toBeVisible()
	await context.close()
})

test('a facility’s patients are sound: list, search, waiting, one patient, a decision, own labels', async ({
	browser,
}) => {
	const at = stack()
	for (const email of ['admin@minato.example', 'admin@aoba.example']) {
		const actor = await signInAtApi(at, email)
		const { facility } = await ask<{ facility: { id: string } }>(at, '/me', { token: actor.token })
		type List = { patients: { id: string }[] }
		const list = (path: string) => ask<List>(at, `/facilities/${facility.id}/${path}`, { token: actor.token })
		const [approved] = (await list('patients')).patients
		const [pending] = (await list('memberships')).patients
		const page = await openAs(browser, email)
		const who = email.split('@')[1]
		await expectSoundPages(page, { [`patients-${who}`]: '/patients' })
		// A pharmacy's differ in what the list is searched by.
		if (who?.startsWith('aoba')) return await page.context().close()
		await expectSoundPages(page, {
			[`patients-found-${who}`]: '/patients?by=name&q=%E9%AB%98',
			[`patients-none-${who}`]: '/patients?q=zzz',
			[`patients-pending-${who}`]: '/patients?list=pending',
			[`patients-refused-${who}`]: '/patients?list=refused',
			[`patient-${who}`]: `/patients/${approved?.id}`,
			[`labels-${who}`]: '/patients/labels',
			...(pending && {
				[`decision-${who}`]: `/patients/${pending.id}`,
				[`refusal-${who}`]: `/patients/${pending.id}?refuse`,
			}),
		})
		await page.context().close()
	}
})

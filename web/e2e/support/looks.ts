import { expect, type Page, test } from '@playwright/test'
import { expectSoundPage } from './page-check.ts'

export const languages = ['ja', 'en'] as const
const widths = { phone: { width: 360, height: 740 }, desktop: { width: 1440, height: 900 } }
const schemes = ['light', 'dark'] as const

/**
 * Of the eight looks that language, width and scheme make, four are taken, so that any two of the three meet in each of
 * their ways: what is cut off depends on language and width, contrast on scheme and width. `ENSHIN_SHOTS` takes all eight.
 */
const lookedAt: Record<string, string[]> = { ja: ['phone light', 'desktop dark'], en: ['phone dark', 'desktop light'] }

/** The page stays open, and with it a call; only its looks change. With `ENSHIN_SHOTS` set, each is kept as a picture. */
export async function expectSoundInEveryLook(page: Page, name: string): Promise<void> {
	const language = (await page.locator('html').getAttribute('lang')) ?? ''
	const folder = process.env.ENSHIN_SHOTS
	for (const [width, size] of Object.entries(widths))
		for (const colorScheme of schemes) {
			if (!folder && !lookedAt[language]?.includes(`${width} ${colorScheme}`)) continue
			await page.setViewportSize(size)
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
			await test.step(`${name}, ${width}, ${colorScheme}`, () => expectSoundPage(page))
			if (folder) await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true })
		}
}

/** From the next page on, this browser window reads the other language. */
export async function useLanguage(page: Page, language: (typeof languages)[number]): Promise<void> {
	const url = new URL(page.url())
	await page.context().addCookies([{ name: 'enshin_locale', value: language, url: url.origin, httpOnly: true }])
	await page.reload()
	await expect(page.locator('html')).toHaveAttribute('lang', language)
}

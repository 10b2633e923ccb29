import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What must hold of any page in any look: no serious axe finding, nothing cut off, nothing untranslated. */
export async function expectSoundPage(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze()
	const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
	expect(
		serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
		'axe',
	).toEqual([])
	expect(await page.evaluate(findCutOff), 'cut off').toEqual([])
	expect(await page.evaluate(findUntranslated), 'untranslated').toEqual([])
}

/** Texts wider or higher than the box that hides the rest, and a page that must be scrolled sideways. */
function findCutOff(): string[] {
	const found: string[] = []
	const { documentElement } = document
	if (documentElement.scrollWidth > documentElement.clientWidth + 1)
		found.push(`page is ${documentElement.scrollWidth} px wide in ${documentElement.clientWidth}`)
	for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
		const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
		if (!hasText || element.closest('[aria-hidden=true], script, style, noscript')) continue
		const box = element.getBoundingClientRect()
		const style = getComputedStyle(element)
		// Texts for screen readers alone are clipped on purpose.
		if (box.width <= 1 || box.height <= 1 || style.visibility === 'hidden' || style.clipPath !== 'none') continue
		const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
		if (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
			found.push(`width: ${element.textContent?.trim()}`)
		if (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 2)
			found.push(`height: ${element.textContent?.trim()}`)
	}
	return found
}

/**
 * Japanese on an English page, unless it says that it is (`lang="ja"`: names of people and places, which a screen reader
 * must speak as Japanese anyway); and on any page what a missing text leaves behind.
 */
function findUntranslated(): string[] {
	const found: string[] = []
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
	while (walker.nextNode()) {
		const element = walker.currentNode.parentElement
		const text = walker.currentNode.textContent?.trim() ?? ''
		if (!text || !element || element.closest('script, style, noscript')) continue
		if (/\bundefined\b|\[object |\bNaN\b|Invalid Date/.test(text)) found.push(text)
		const language = element.closest('[lang]')?.getAttribute('lang')
		if (language === 'en' && /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text)) found.push(text)
	}
	return found
}

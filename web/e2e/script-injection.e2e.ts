import type { Role } from '@enshin/contracts/ids.ts'
import { expect, type Page, test } from '@playwright/test'
import { freePorts } from '../../bin/stack/choose-ports.ts'
import { startRecordingApi } from '../test/support/recording-api.ts'
import { startWeb } from '../test/support/web.ts'
import { hostileReply } from './support/hostile-api.ts'
import { hostileTexts } from './support/hostile-texts.ts'

// The api refuses some of these texts itself. Here it lets everything through, to try web's own part, in a real browser.
test.setTimeout(180_000)

const state: { turn: number; role: Role } = { turn: 0, role: 'patient' }
let api: Awaited<ReturnType<typeof startRecordingApi>>
let web: Awaited<ReturnType<typeof startWeb>>
let origin: string

test.beforeAll(async () => {
	api = await startRecordingApi(hostileReply(hostileTexts, state))
	const { web: port } = await freePorts()
	origin = `http://localhost:${port}`
	web = await startWeb({ ORIGIN: origin, PORT: String(port), ENSHIN_API_URL: api.url })
})
test.afterAll(async () => {
	await web.stop()
	api.stop()
})

const id = '0195d0a0-0000-7000-8000-000000000001'

/** Remembers what the policy had to stop: nothing of ours should ever have tried. */
async function watched(page: Page, signedIn: boolean): Promise<Page> {
	await page.addInitScript(() => {
		const violations: string[] = []
		Object.assign(window, { violations })
		document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
			// Signaling, which is not there.
			if (violatedDirective !== 'connect-src') violations.push(`${violatedDirective} ${blockedURI}`)
		})
	})
	page.on('dialog', (dialog) => dialog.dismiss())
	if (signedIn) {
		const cookie = { name: '__Host-enshin_session', value: 'somebody', secure: true, httpOnly: true }
		await page.context().addCookies([{ ...cookie, url: origin.replace('http:', 'https:') }])
	}
	return page
}

/** What came to life that no page of ours has: in the page as it stands now, or in `html` as a browser reads it. */
function whatCameToLife(html: string | null): string[] {
	const found: string[] = []
	const root = html === null ? document : new DOMParser().parseFromString(html, 'text/html')
	const { hit, violations } = window as unknown as { hit?: unknown; violations: string[] }
	if (hit !== undefined) found.push('a script ran')
	found.push(...violations)
	for (const element of root.querySelectorAll('*')) {
		const name = element.localName
		const shown = element.outerHTML.slice(0, 120)
		if (['iframe', 'object', 'embed', 'base', 'math', 'mglyph', 'marquee'].includes(name)) found.push(shown)
		if (name === 'meta' && element.getAttribute('http-equiv')?.toLowerCase() === 'refresh') found.push(shown)
		if (
			name === 'script' &&
			!((element as HTMLScriptElement).nonce || element.getAttribute('nonce')) &&
			!element.getAttribute('src')?.startsWith('/_app/')
		)
			found.push(shown)
		for (const { name: attribute, value } of element.attributes) {
			if (attribute.startsWith('on')) found.push(`${attribute}: ${shown}`)
			if (attribute === 'class' && value.includes('x-hostile')) found.push(shown)
			if (!['href', 'src', 'action', 'formaction', 'data', 'srcdoc', 'xlink:href', 'poster'].includes(attribute))
				continue
			const url = URL.parse(value, location.href)
			const fine = ['tel:', 'mailto:', 'blob:'].includes(url?.protocol ?? '') || url?.origin === location.origin
			if (!fine && !(name === 'img' && value.startsWith('data:image/')))
				found.push(`${attribute}=${value.slice(0, 100)}`)
		}
	}
	return found
}

async function expectLifeless(page: Page, path: string, shows?: RegExp): Promise<void> {
	const response = await page.goto(origin + path)
	await expect(page.locator('h1, main').first()).toBeVisible()
	const policy = response?.headers()['content-security-policy'] ?? ''
	expect(policy, path).toMatch(/^default-src 'none'/)
	expect(policy, path).not.toMatch(/unsafe-(inline|eval)/)
	expect(new URL(page.url()).origin, path).toBe(origin)
	expect(await page.evaluate(whatCameToLife, null), `${path} at turn ${state.turn}`).toEqual([])
	if (shows) expect(await page.locator('body').textContent()).toMatch(shows)
}

const pages: Record<'patient' | 'doctor_admin', string[]> = {
	patient: ['/home', '/book', `/appointments/${id}`, `/appointments/${id}/cancel`, `/appointments/${id}/change`],
	doctor_admin: ['/day', '/schedule', `/calls/${id}/after`],
}

for (const role of ['patient', 'doctor_admin'] as const) {
	test(`names, titles, labels and numbers stay texts on the pages of a ${role}`, async ({ browser }) => {
		const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
		const page = await watched(await context.newPage(), true)
		state.role = role
		// Each answer takes the texts in turn, so that three rounds put every one of them at several places.
		for (let round = 0; round < 3; round += 1) {
			state.turn = round * 17
			for (const path of pages[role]) await expectLifeless(page, path)
		}
		state.turn = hostileTexts.findIndex((text) => text.startsWith('<img'))
		await expectLifeless(page, pages[role][0] ?? '/', /<(img|svg|math|form|iframe)\b/)
		await context.close()
	})
}

test('what stands in an address stays a text: searches, ways back, doors, choices, pages that do not exist', async ({
	page,
}) => {
	await watched(page, true)
	const parts = hostileTexts.filter(({ length }) => length < 2_000).map(encodeURIComponent)
	state.role = 'doctor_admin'
	for (let at = 0; at < parts.length; at += 3) {
		const [first, second = first, third = first] = parts.slice(at, at + 3)
		await expectLifeless(page, `/day?q=${first}&date=${second}&who=${third}`)
		await expectLifeless(page, `/no-such-page/${first}/${second}?${third}=${third}`)
	}
	await page.context().clearCookies()
	for (const [at, part] of parts.entries()) {
		const path = `/f/${part}/sign-in?back=${part}&signed-out=${part}`
		if (at % 8 === 0) await expectLifeless(page, path)
		const { text, headers } = await web.ask(path)
		expect(headers['content-security-policy']).not.toMatch(/unsafe-inline/)
		expect(await page.evaluate(whatCameToLife, text), path).toEqual([])
	}
})

test('the page of an error has no way off the site, whatever the address looks like', async ({ page }) => {
	await watched(page, false)
	for (const path of ['//evil.example/x-hostile', '/\\evil.example/x', '/%5cevil.example', '/.//evil.example/x'])
		await expectLifeless(page, path)
})

test('a form that is shown again shows what was typed as a text', async ({ page }) => {
	await watched(page, false)
	await page.goto(`${origin}/sign-in`)
	for (const text of hostileTexts.filter(({ length }) => length < 200)) {
		const body = new URLSearchParams({ email: text, password: '' }).toString()
		const headers = { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
		const shown = await web.ask('/sign-in', { method: 'POST', headers, body })
		expect([text, shown.status]).toEqual([text, 400])
		expect(shown.headers['content-security-policy']).not.toMatch(/unsafe-inline/)
		expect(await page.evaluate(whatCameToLife, shown.text), text).toEqual([])
		const typed = (html: string) =>
			new DOMParser().parseFromString(html, 'text/html').querySelector<HTMLInputElement>('input[name=email]')?.value
		expect(await page.evaluate(typed, shown.text)).toBe(text.trim())
	}
})

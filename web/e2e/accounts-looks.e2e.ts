import { expect, type Page, test } from '@playwright/test'
import { stack } from './stack.ts'
import { adminSession, growStale, inDatabase } from './support/database.ts'
import { ask, windowOf } from './support/demo.ts'
import { expectSoundInEveryLook, languages } from './support/looks.ts'

test.setTimeout(300_000)

/** A page of one's own, in each language. */
async function inBoth(page: Page, name: string, path: string, ready: () => Promise<void> = async () => {}) {
	for (const language of languages) {
		await page.context().addCookies([{ name: 'enshin_locale', value: language, url: stack().webUrl, httpOnly: true }])
		await page.goto(path)
		await expect(page.locator('html')).toHaveAttribute('lang', language)
		await expect(page.getByRole('heading').first()).toBeVisible()
		await ready()
		await expectSoundInEveryLook(page, `${name}-${language}`)
	}
}

test('the pages of accounts and settings are sound, with what waits on them and with their dialogs', async ({
	browser,
}) => {
	const at = stack()
	const token = await adminSession(at, 'aoba')
	// Something of everything: an invitation, one that expired, a second admin, an approval, a removed account.
	const invite = (email: string, change: object = {}) => {
		const person = { name: '三浦 しをり', kana: 'みうら しをり', role: 'pharmacist', title: '薬剤師' }
		return ask<{ id: string }>(at, '/invitations', { token, body: { email, ...person, ...change } })
	}
	const proof = { method: 'photo_id', document: '運転免許証（東京都公安委員会）' }
	await invite('miura@aoba.example', { proof })
	const expired = await invite('long-address-of-somebody-who-was-invited@pharmacy.aoba.example')
	await inDatabase(at, (sql) => sql`update links set expires_at = now() where id = ${expired.id}`)
	const { accounts } = await ask<{ accounts: { assignmentId: string; name: string; self: boolean }[] }>(
		at,
		'/accounts',
		{
			token,
		},
	)
	const other = accounts.find(({ self }) => !self)?.assignmentId ?? ''
	await ask(at, `/accounts/${other}/identity`, { token, body: proof }).catch(() => {})
	await ask(at, `/accounts/${other}/role`, { token, method: 'PUT', body: { role: 'pharmacy_admin' } })
	await ask(at, `/accounts/${other}/role`, { token, method: 'PUT', body: { role: 'pharmacist', reason: '異動のため' } })

	const context = await windowOf(browser, at, { email: '', token })
	const page = await context.newPage()
	await inBoth(page, 'accounts', '/accounts')
	await inBoth(page, 'accounts-invite', '/accounts', async () => {
		await page.locator('#invite').click()
		await page.locator('input[name=bookable]').check()
		await page.locator('input[name=proved]').check()
	})
	await inBoth(page, 'accounts-role', '/accounts', async () => {
		await page.setViewportSize({ width: 1440, height: 900 })
		await page
			.getByRole('button', { name: /齋藤 誠/ })
			.first()
			.click()
		await page
			.getByRole('menuitem', { name: /役割を変える|Change role/ })
			.first()
			.click()
	})
	await inBoth(page, 'accounts-register', '/accounts/register')
	await inBoth(page, 'settings', '/settings')
	await growStale(at, token)
	await inBoth(page, 'settings-asks', '/settings', async () => {
		await page
			.getByRole('button', { name: /^(保存する|Save)$/ })
			.first()
			.click()
		await expect(page.locator('input[name=password]')).toHaveCount(1)
		await page.getByRole('button', { name: /ほかの端末を登録する|Register another device/ }).click()
	})
	await inBoth(page, 'join-dead', '/f/aoba/join')
	await inBoth(page, 'device', '/f/aoba/device')
	await context.close()

	// As it was, for whoever comes after.
	await inDatabase(at, (sql) => sql`update assignments set role = 'pharmacist' where id = ${other}`)
	await inDatabase(at, (sql) => sql`delete from approvals`)
	await inDatabase(at, (sql) => sql`delete from links where kind = 'invitation'`)
})

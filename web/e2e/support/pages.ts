import { demoAccounts, demoPassword } from '@enshin/db/seed/demo-accounts.ts'
import { expect, type Page } from '@playwright/test'

/** Signs in on the page that is for this person, as they would. */
export async function signIn(page: Page, email: string): Promise<void> {
	const slug = demoAccounts.find((account) => account.email === email)?.facilitySlug
	await page.goto(slug ? `/f/${slug}/sign-in` : '/sign-in')
	await page.getByLabel('メールアドレス').fill(email)
	await page.getByLabel('パスワード', { exact: true }).fill(demoPassword)
	await page.getByRole('button', { name: 'サインインする' }).click()
	await expect(page).toHaveURL(slug ? /\/day/ : /\/home/)
}

/** The doctor's or pharmacist's 終了, with its confirmation. */
export async function hangUpAsHost(page: Page): Promise<void> {
	await page.getByRole('button', { name: '終了', exact: true }).click()
	await page.getByRole('button', { name: '終了する' }).click()
}

/** Writes a message in the open panel. */
export async function write(page: Page, text: string): Promise<void> {
	await page.getByRole('textbox', { name: 'メッセージを書く' }).fill(text)
	await page.getByRole('button', { name: '送る' }).click()
}

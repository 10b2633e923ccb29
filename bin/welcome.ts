import type { Stack } from './stack/start-stack.ts'

interface Told {
	seed: boolean
	/** How long the start took, in words. */
	took: string
}

/** What somebody who has just started Enshin wants to know, in Japanese and English. */
export async function welcome({ webUrl, logDir }: Pick<Stack, 'webUrl' | 'logDir'>, told: Told): Promise<string> {
	const lines = ['', `  Enshin 遠診  →  ${webUrl}`, `  (ready in ${told.took}; Ctrl-C stops it; logs: ${logDir})`, '']
	if (told.seed) lines.push(...(await demo(webUrl)))
	else lines.push('  A database of yours: without demo accounts, unless ENSHIN_DEMO_DATA=true puts them in.', '')
	return lines.join('\n')
}

async function demo(webUrl: string): Promise<string[]> {
	const { demoAccounts, demoPassword } = await import('@enshin/db/seed/demo-accounts.ts')
	const people = demoAccounts.slice(0, 12).map((person) => {
		const page = person.facilitySlug ? `/f/${person.facilitySlug}/sign-in` : '/sign-in'
		return `    ${person.email.padEnd(26)} ${page.padEnd(20)} ${person.name}`
	})
	return [
		`  お試し用アカウント / Demo accounts (パスワード / password: ${demoPassword})`,
		...people,
		'',
		'  やってみる / Try it',
		`    1. 患者として ${webUrl}/sign-in でログインし、待合室へ。`,
		'       Sign in as the patient, check camera and microphone, and wait in the waiting room.',
		`    2. 別のウィンドウ（シークレット）で ${webUrl}/f/sakura/sign-in に医師としてログインし、呼び出し。`,
		'       In a private window sign in as the doctor, and call the patient from the day’s list.',
		`    3. 送られるはずのメールとSMSは ${webUrl}/dev/outbox で読めます。`,
		'       Read there the mails and text messages that would have been sent.',
		'',
	]
}

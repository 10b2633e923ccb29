import type { Messages } from '../messages.ts'

const ja = {
	product: 'Enshin 遠診',
	tagline: 'オンライン診療とオンライン服薬指導',
	/** In the browser's tab, after the page's own title. */
	titleSuffix: ' | Enshin 遠診',
	skipToContent: '本文へ移動',
	home: 'ホーム',
	back: '戻る',
	cancel: 'やめる',
	close: '閉じる',
	change: '変える',
	otherLanguage: 'English',
	otherLanguageLabel: 'Show this page in English',
	signOut: 'サインアウト',
	signedInAs: (name: string) => `${name} さん`,
	staffAs: (name: string) => `${name}`,
	loading: '読み込んでいます',
	working: 'お待ちください',
	code: (code: string) => `番号 ${code}`,
	codeHint: 'お問い合わせのときは、この番号をお伝えください。',
	retry: 'もう一度ためす',
	telephone: '電話',
	callTelephone: (name: string) => `${name}に電話する`,
	honorific: (name: string) => `${name} 様`,
	/** A practitioner with their title, which is the facility's own word: 「山本 健一(内科)」. */
	doctorTitle: (name: string, title: string) => `${name}(${title})`,
	/** As one speaks of them. */
	practitioner: {
		clinic: (name: string) => `${name} 先生`,
		pharmacy: (name: string) => `${name} 薬剤師`,
	},
	consultation: '診療',
	guidance: '服薬指導',
	menu: 'メニュー',
	nav: {
		day: '本日の予約',
		schedule: '予約枠設定',
		label: '主なページ',
	},
	roles: {
		patient: '患者',
		doctor_admin: '医師(管理者)',
		doctor: '医師',
		staff: 'スタッフ',
		pharmacy_admin: '薬剤師(管理者)',
		pharmacist: '薬剤師',
		ops: '運用担当',
	},
	date: {
		today: '今日',
		tomorrow: '明日',
		age: (years: number) => `${years} 歳`,
		minutes: (minutes: number) => `${minutes} 分`,
		inMinutes: (minutes: number) => `あと ${minutes} 分`,
	},
}

/** Titles are the facility's own words, such as 「院長・内科」; the usual ones are known in English. */
const englishTitles: Record<string, string> = {
	院長: 'director',
	副院長: 'deputy director',
	医師: 'doctor',
	内科: 'internal medicine',
	皮膚科: 'dermatology',
	小児科: 'paediatrics',
	精神科: 'psychiatry',
	薬局長: 'head pharmacist',
	管理薬剤師: 'head pharmacist',
	薬剤師: 'pharmacist',
}

function englishTitle(title: string): string {
	const parts = title.split('・').map((part) => englishTitles[part] ?? part)
	return parts.join(', ')
}

const en: Messages<typeof ja> = {
	product: 'Enshin',
	tagline: 'Online consultations and medication guidance',
	titleSuffix: ' | Enshin',
	skipToContent: 'Skip to the content',
	home: 'Home',
	back: 'Back',
	cancel: 'Cancel',
	close: 'Close',
	change: 'Change',
	otherLanguage: '日本語',
	otherLanguageLabel: 'このページを日本語で表示する',
	signOut: 'Sign out',
	signedInAs: (name) => name,
	staffAs: (name) => name,
	loading: 'Loading',
	working: 'One moment',
	code: (code) => `Code ${code}`,
	codeHint: 'If you contact us, please mention this code.',
	retry: 'Try again',
	telephone: 'Telephone',
	callTelephone: (name) => `Telephone ${name}`,
	honorific: (name) => name,
	doctorTitle: (name, title) => `${name} (${englishTitle(title)})`,
	practitioner: {
		clinic: (name) => `Dr. ${name}`,
		pharmacy: (name) => name,
	},
	consultation: 'Consultation',
	guidance: 'Medication guidance',
	menu: 'Menu',
	nav: {
		day: 'Today',
		schedule: 'Opening hours',
		label: 'Main pages',
	},
	roles: {
		patient: 'Patient',
		doctor_admin: 'Doctor (admin)',
		doctor: 'Doctor',
		staff: 'Staff',
		pharmacy_admin: 'Pharmacist (admin)',
		pharmacist: 'Pharmacist',
		ops: 'Operator',
	},
	date: {
		today: 'Today',
		tomorrow: 'Tomorrow',
		age: (years) => `${years} ${years === 1 ? 'year' : 'years'} old`,
		minutes: (minutes) => `${minutes} min`,
		inMinutes: (minutes) => `in ${minutes} min`,
	},
}

export const common = { ja, en }

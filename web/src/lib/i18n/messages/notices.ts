import type { Messages } from '../messages.ts'

const ja = {
	label: 'お知らせ',
	incident: '障害のお知らせ',
	maintenance: 'メンテナンスのお知らせ',
	between: (from: string, to: string) => `${from} から ${to} まで`,
	since: (from: string) => `${from} から`,
	dismiss: '閉じる',
	dismissLabel: 'このメンテナンスのお知らせを閉じる',
	feed: '遠診からのお知らせ',
	report: '作業報告',
	over: '終了しました。',
}

const en: Messages<typeof ja> = {
	label: 'Notices',
	incident: 'Incident',
	maintenance: 'Maintenance',
	between: (from, to) => `${from} to ${to}`,
	since: (from) => `since ${from}`,
	dismiss: 'Close',
	dismissLabel: 'Close this notice of maintenance',
	feed: 'Notices of Enshin',
	report: 'Report',
	over: 'It is over.',
}

export const notices = { ja, en }

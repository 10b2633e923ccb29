import type { Messages } from '../messages.ts'

const ja = {
	/** Headings of the error page: what happened. The Problem's own sentence says what to do. */
	title: {
		notFound: 'ページが見つかりません',
		forbidden: 'このページは開けません',
		unavailable: 'いま、つながりません',
		internal: '表示できませんでした',
	},
	advice: {
		notFound: 'アドレスが変わったか、リンクが古くなっています。ホームからお進みください。',
		forbidden: 'この操作をする権限がありません。ホームからお進みください。',
		unavailable: '予約の内容は消えていません。少し待ってから、もう一度お試しください。',
		internal: 'こちらの不具合です。もう一度お試しください。続くときは、下の番号を医療機関にお伝えください。',
	},
	toHome: 'ホームへ',
	checkInputs: 'つぎの項目をお確かめください',
	wrongOrigin: (origin: string) => `このアドレスからは操作できません。${origin} を開いて、もう一度お試しください。`,
	wrongHost: (origin: string) => `このアドレスではお使いいただけません。${origin} を開いてください。`,
	wrongRequest: 'この要求は読み取れませんでした。',
	aroundTheProxy: 'この入口からはお使いいただけません。公開されているアドレスを開いてください。',
}

const en: Messages<typeof ja> = {
	title: {
		notFound: 'Page not found',
		forbidden: 'This page cannot be opened',
		unavailable: 'The service is briefly unavailable',
		internal: 'This could not be shown',
	},
	advice: {
		notFound: 'The address has changed, or the link is old. Please go on from the home page.',
		forbidden: 'You are not allowed to do this. Please go on from the home page.',
		unavailable: 'Your appointments are safe. Please wait a little and try again.',
		internal: 'Something went wrong on our side. Please try again. If it goes on, tell the clinic the code below.',
	},
	toHome: 'Go to the home page',
	checkInputs: 'Please check the following',
	wrongOrigin: (origin) => `This cannot be done from this address. Please open ${origin} and try again.`,
	wrongHost: (origin) => `Enshin is not used at this address. Please open ${origin}.`,
	wrongRequest: 'The request could not be read.',
	aroundTheProxy: 'Enshin is not used through this entrance. Please open its public address.',
}

export const errors = { ja, en }

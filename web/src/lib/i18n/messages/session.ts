import type { Messages } from '../messages.ts'

/** What may stand on any page of somebody who is signed in. */
const ja = {
	lock: {
		title: '画面をロックしています',
		lead: 'しばらく操作がなかったため、画面を隠しました。入力していた内容は、そのまま残っています。',
		leadAnew: 'しばらく操作がなかったため、画面を隠しました。',
		field: 'パスワード',
		submit: 'ロックを解除する',
		working: '確認しています',
		passkey: 'パスキーで解除する',
		someoneElse: '別の方がお使いになるとき',
	},
	passkeyStopped: 'パスキーの確認が途中で終わりました。もう一度お試しになるか、ほかの方法をお選びください。',
	acting: {
		banner: (name: string) => `${name} さんの代理で操作しています`,
		stop: '自分の画面に戻る',
	},
}

const en: Messages<typeof ja> = {
	lock: {
		title: 'The screen is locked',
		lead: 'The page was hidden because nobody used it for a while. What you typed is still there.',
		leadAnew: 'The page was hidden because nobody used it for a while.',
		field: 'Password',
		submit: 'Unlock',
		working: 'Checking',
		passkey: 'Unlock with a passkey',
		someoneElse: 'If somebody else uses this device',
	},
	passkeyStopped: 'The passkey was not confirmed. Please try again, or choose another way.',
	acting: {
		banner: (name) => `You are acting for ${name}`,
		stop: 'Back to my own pages',
	},
}

export const session = { ja, en }

import type { Messages } from '../messages.ts'

const ja = {
	outbox: {
		title: '送信されるはずのメールとSMS',
		lead: 'お試しのあいだ、メールとSMSはどこにも送られません。ここに新しい順に並びます。サーバーを止めると消えます。',
		refresh: '読み込みなおす',
		emptyTitle: 'まだ何もありません',
		empty: '招待やパスワードの再設定をすると、ここに届きます。',
		mail: 'メール',
		sms: 'SMS',
		to: '宛先',
	},
}

const en: Messages<typeof ja> = {
	outbox: {
		title: 'Mails and text messages that would have been sent',
		lead: 'While you try things out, nothing leaves this computer. Newest first; all of it is gone when the server stops.',
		refresh: 'Reload',
		emptyTitle: 'Nothing yet',
		empty: 'Invite somebody, or ask for a new password, and the message appears here.',
		mail: 'Mail',
		sms: 'SMS',
		to: 'To',
	},
}

/** Of the pages for trying things out, which exist on no real server. */
export const dev = { ja, en }

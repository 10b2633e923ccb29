import type { AppointmentKind } from '@enshin/contracts/ids.ts'
import type { Messages } from '../messages.ts'

const guided = (kind: AppointmentKind) => kind === 'guidance'

const ja = {
	title: '待合室',
	entering: '待合室に入っています',
	preparing: (kind: AppointmentKind) => `${guided(kind) ? '服薬指導' : '診察'}の準備をしています`,
	pleaseWait: (kind: AppointmentKind) =>
		`${guided(kind) ? '薬剤師' : '先生'}がお呼びします。この画面のまま、お待ちください。`,
	appointmentAt: (time: string) => `ご予約 ${time}`,
	ahead: (people: number) => `あと ${people} 人です`,
	next: '次はあなたの番です',
	delay: (minutes: number) => `約 ${minutes} 分おくれています`,
	voice: {
		heard: 'あなたの声は届いています',
		silent: '声を出すと、線が動きます',
		off: 'マイクが切れています',
	},
	withoutCamera: 'カメラがなくても、お待ちいただけます。',
	telephone: (kind: AppointmentKind) => `${guided(kind) ? '薬局' : '医院'}に電話する`,
	leave: '待合室を出る',
	messages: (count: number) => `メッセージを読む(${count} 件)`,
	called: (kind: AppointmentKind) => `${guided(kind) ? '薬剤師' : '先生'}がお呼びです`,
	enter: '入る',
	entersNow: '入っています',
	entersWithoutCamera: (kind: AppointmentKind) =>
		`カメラが使えないまま入ります。${guided(kind) ? '服薬指導' : '診察'}には映像が必要です。`,
	reconnecting: 'つなぎなおしています。順番はそのままです。',
}

const en: Messages<typeof ja> = {
	title: 'Waiting room',
	entering: 'Entering the waiting room',
	preparing: (kind) => `Your ${guided(kind) ? 'guidance' : 'consultation'} is being prepared`,
	pleaseWait: (kind) =>
		`The ${guided(kind) ? 'pharmacist' : 'doctor'} will call you. Please stay on this page and wait.`,
	appointmentAt: (time) => `Your appointment: ${time}`,
	ahead: (people) => `${people} ${people === 1 ? 'person' : 'people'} before you`,
	next: 'You are next',
	delay: (minutes) => `About ${minutes} minutes late`,
	voice: {
		heard: 'We can hear you',
		silent: 'The line moves when you speak',
		off: 'Your microphone is off',
	},
	withoutCamera: 'You can wait without a camera, too.',
	telephone: (kind) => `Telephone the ${guided(kind) ? 'pharmacy' : 'clinic'}`,
	leave: 'Leave the waiting room',
	messages: (count) => `Read messages (${count})`,
	called: (kind) => `The ${guided(kind) ? 'pharmacist' : 'doctor'} is calling you`,
	enter: 'Enter',
	entersNow: 'Entering',
	entersWithoutCamera: (kind) =>
		`You enter without a camera. A ${guided(kind) ? 'guidance' : 'consultation'} needs video.`,
	reconnecting: 'Reconnecting. You keep your place.',
}

export const waiting = { ja, en }

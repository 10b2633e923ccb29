import type { Logger } from 'pino'
import type { CourierSettings } from './courier-settings.ts'
import type { Mail } from './mail/mail.ts'
import { type MailCatcher, startMailCatcher } from './mail/mail-catcher.ts'
import { createSmtpMail } from './mail/smtp-mail.ts'
import type { Sms } from './sms/sms.ts'
import { startTwilioEmulator, type TwilioEmulator } from './sms/twilio-emulator.ts'
import { createTwilioSms } from './sms/twilio-sms.ts'

/** The emulators that stand in for providers; null where a real one is configured. */
export type Emulators = { mail: MailCatcher | null; sms: TwilioEmulator | null }

export type Couriers = {
	mail: Mail
	sms: Sms
	emulators: Emulators
	close: () => Promise<void>
}

/** Mail and SMS as configured. Where nothing is, emulators of ours start in this process, on free ports at 127.0.0.1. */
export async function startCouriers(settings: CourierSettings, log: Logger): Promise<Couriers> {
	const { mailFrom: from, smsCountries: allowedCountries } = settings
	const emulators: Emulators = {
		mail: settings.mail.kind === 'local' ? await startMailCatcher() : null,
		sms: settings.sms.kind === 'local' ? await startTwilioEmulator() : null,
	}
	// Where the emulators are shown on purpose, nobody needs a warning.
	const level = settings.devOutbox ? 'info' : 'warn'
	if (emulators.mail) log[level]('no ENSHIN_SMTP_URL: mails stay in memory and reach nobody')
	if (emulators.sms) log[level]('no ENSHIN_TWILIO_…: SMS stay in memory and reach nobody')

	const url = settings.mail.kind === 'smtp' ? settings.mail.url : emulators.mail?.url
	const sms = settings.sms.kind === 'twilio' ? settings.sms : emulators.sms && emulatedTwilio(emulators.sms)
	if (url === undefined || sms === null) throw new Error('unreachable: neither a provider nor its emulator')
	const couriers = {
		mail: createSmtpMail({ url, from }),
		sms: createTwilioSms(sms.account, { allowedCountries, baseUrl: sms.baseUrl }),
	}
	return {
		...couriers,
		emulators,
		close: async () => {
			await Promise.all([couriers.mail.close(), couriers.sms.close()])
			await Promise.all([emulators.mail?.close(), emulators.sms?.close()])
		},
	}
}

const emulatedTwilio = ({ account, url }: TwilioEmulator) => ({ account, baseUrl: url })

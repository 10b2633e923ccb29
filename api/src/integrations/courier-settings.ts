import { z } from 'zod'
import { isMailAddress } from './mail/check-mail.ts'
import { type CountryCode, isCountry } from './sms/normalize-telephone.ts'
import type { TwilioAccount } from './sms/twilio-sms.ts'

/** How mails and SMS leave. `local` ones leave nowhere: an emulator of ours in this process keeps them in memory. */
export type CourierSettings = {
	/** What readers see as the sender: `Enshin 遠診 <no-reply@enshin.example>`, or the address alone. */
	mailFrom: string
	mail: { kind: 'smtp'; url: string } | { kind: 'local' }
	sms: { kind: 'twilio'; account: TwilioAccount; baseUrl?: string } | { kind: 'local' }
	/** ISO 3166-1, two letters. */
	smsCountries: CountryCode[]
	/** Shows at `GET /dev/outbox`, to anybody, what the local ones were given. */
	devOutbox: boolean
}

export const localCouriers: CourierSettings = {
	mailFrom: 'Enshin 遠診 <no-reply@enshin.example>',
	mail: { kind: 'local' },
	sms: { kind: 'local' },
	smsCountries: ['JP'],
	devOutbox: false,
}

/** Set to nothing is not set. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
	z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const isSender = (text: string) => isMailAddress(/^[^<>\r\n"]{0,100}<([^<>]+)>$/.exec(text)?.[1] ?? text)

/** Our variables, for config.ts to parse with its own. */
export const courierVariables = {
	ENSHIN_SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: 'must be smtps://user:password@host or smtp://…' })),
	ENSHIN_MAIL_FROM: optional(z.string().refine(isSender, 'must be an address, or a name and <an address>')),
	ENSHIN_TWILIO_ACCOUNT_SID: optional(z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hexadecimal digits')),
	ENSHIN_TWILIO_API_KEY: optional(z.string().regex(/^SK[0-9a-fA-F]{32}$/, 'must be SK and 32 hexadecimal digits')),
	ENSHIN_TWILIO_API_SECRET: optional(z.string()),
	ENSHIN_TWILIO_AUTH_TOKEN: optional(z.string()),
	ENSHIN_TWILIO_FROM: optional(
		z
			.string()
			.regex(/^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{3,11})$/, 'must be a number such as +815012345678, or a sender’s name'),
	),
	ENSHIN_TWILIO_URL: optional(
		z.url({ protocol: /^https?$/, error: 'must be the address of whatever speaks Twilio’s API' }),
	),
	ENSHIN_SMS_ALLOWED_COUNTRIES: optional(
		z.string().transform((text, context) => {
			const parts = text.split(',').map((part) => part.trim().toUpperCase())
			const countries = parts.filter((part): part is CountryCode => isCountry(part))
			if (countries.length === parts.length) return countries
			context.addIssue({ code: 'custom', message: 'must be countries of two letters, such as JP or JP,US' })
			return z.NEVER
		}),
	),
	ENSHIN_DEV_OUTBOX: optional(z.enum(['true', 'false'], 'must be true or false')),
}

type Parsed = z.infer<z.ZodObject<typeof courierVariables>>
const twilioVariables = ['ENSHIN_TWILIO_ACCOUNT_SID', 'ENSHIN_TWILIO_FROM'] as const

/** What one variable alone cannot tell, for zod's `superRefine`: half a provider is none. */
export function checkCouriers(env: Parsed, context: z.RefinementCtx): void {
	const wrong = (name: keyof Parsed, message: string) => context.addIssue({ code: 'custom', path: [name], message })
	if (env.ENSHIN_SMTP_URL && !env.ENSHIN_MAIL_FROM) wrong('ENSHIN_MAIL_FROM', 'must be set where ENSHIN_SMTP_URL is')
	if (usesTwilio(env)) {
		for (const name of twilioVariables) if (!env[name]) wrong(name, 'must be set where another ENSHIN_TWILIO_… is')
		const { ENSHIN_TWILIO_API_KEY: key, ENSHIN_TWILIO_API_SECRET: secret, ENSHIN_TWILIO_AUTH_TOKEN: token } = env
		if (key && !secret) wrong('ENSHIN_TWILIO_API_SECRET', 'must be set where ENSHIN_TWILIO_API_KEY is')
		if (secret && !key) wrong('ENSHIN_TWILIO_API_KEY', 'must be set where ENSHIN_TWILIO_API_SECRET is')
		if (!key && !secret && !token) wrong('ENSHIN_TWILIO_API_KEY', 'must be set, or ENSHIN_TWILIO_AUTH_TOKEN')
	}
	if (env.ENSHIN_DEV_OUTBOX === 'true' && (env.ENSHIN_SMTP_URL || usesTwilio(env))) {
		wrong('ENSHIN_DEV_OUTBOX', 'must not be true where ENSHIN_SMTP_URL or ENSHIN_TWILIO_… is set')
	}
}

function usesTwilio(env: Parsed): boolean {
	return Object.entries(env).some(([name, value]) => name.startsWith('ENSHIN_TWILIO_') && value !== undefined)
}

/** The settings in a checked environment. */
export function readCouriers(env: Parsed): CourierSettings {
	const { ENSHIN_TWILIO_ACCOUNT_SID: accountSid = '', ENSHIN_TWILIO_FROM: from = '', ENSHIN_TWILIO_URL: baseUrl } = env
	const { ENSHIN_TWILIO_API_KEY: key, ENSHIN_TWILIO_API_SECRET: apiSecret, ENSHIN_TWILIO_AUTH_TOKEN: token = '' } = env
	const account: TwilioAccount = { accountSid, from, keySid: key ?? accountSid, secret: apiSecret ?? token }
	return {
		mailFrom: env.ENSHIN_MAIL_FROM ?? localCouriers.mailFrom,
		mail: env.ENSHIN_SMTP_URL ? { kind: 'smtp', url: env.ENSHIN_SMTP_URL } : { kind: 'local' },
		sms: usesTwilio(env) ? { kind: 'twilio', account, baseUrl } : { kind: 'local' },
		smsCountries: env.ENSHIN_SMS_ALLOWED_COUNTRIES ?? localCouriers.smsCountries,
		devOutbox: env.ENSHIN_DEV_OUTBOX === 'true',
	}
}

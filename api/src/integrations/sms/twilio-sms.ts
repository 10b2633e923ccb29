import twilio from 'twilio'
import { type CountryCode, readMobile } from './normalize-telephone.ts'
import { oncePerKey } from './once-per-key.ts'
import { type Sms, SmsError, type SmsFailure, type SmsMessage } from './sms.ts'

export type TwilioAccount = {
	accountSid: string
	/** An API key's sid and secret; with the account's auth token, the account's sid and that. */
	keySid: string
	secret: string
	/** Our number in E.164, or a sender's name that Twilio registered for us. */
	from: string
}

export type TwilioOptions = {
	allowedCountries: readonly CountryCode[]
	/** Twilio itself unless said otherwise. */
	baseUrl?: string
	/** For the whole request; whoever waits for the message is answered within 3 s. */
	timeoutMs?: number
}

/** Text messages through Twilio's Messages API, or whatever speaks it at `baseUrl`. */
export function createTwilioSms(account: TwilioAccount, options: TwilioOptions): Sms {
	const timeoutMs = options.timeoutMs ?? 2_500
	const http = new twilio.RequestClient({ timeout: timeoutMs, autoRetry: false })
	// The client's own limit starts anew with each byte that comes; this one does not.
	http.axios.interceptors.request.use((request) => ({ ...request, signal: AbortSignal.timeout(timeoutMs) }))
	const client = twilio(account.keySid, account.secret, {
		accountSid: account.accountSid,
		httpClient: http,
		// Set, so that no variable of the SDK's own decides: at level `debug` it prints numbers and texts.
		logLevel: 'info',
		edge: '',
		region: '',
	})
	if (options.baseUrl) client.api.baseUrl = options.baseUrl

	async function send({ to, text }: SmsMessage): Promise<{ id: string }> {
		const refused = refusal(to, options.allowedCountries)
		if (refused) throw new SmsError(refused)
		try {
			const { sid } = await client.messages.create({ to, from: account.from, body: text })
			return { id: sid }
		} catch (error) {
			throw asSmsError(error)
		}
	}
	return oncePerKey({ send, close: async () => http.axios.defaults.httpsAgent.destroy() })
}

/** Whoever calls has normalised the number; should one forget, no money leaves for it. */
function refusal(to: string, countries: readonly CountryCode[]): SmsFailure | null {
	const mobile = readMobile(to)
	if (mobile?.e164 !== to) return 'number_rejected'
	return countries.includes(mobile.country) ? null : 'country_not_served'
}

/** Of Twilio's errors, those that are about the number (https://www.twilio.com/docs/api/errors). */
const aboutTheNumber = new Set([21211, 21214, 21217, 21219, 21265, 21407, 21408, 21421, 21610, 21612, 21614, 21635])

function asSmsError(error: unknown): SmsError {
	if (error instanceof twilio.RestException) {
		const failure: SmsFailure = error.code && aboutTheNumber.has(error.code) ? 'number_rejected' : 'unavailable'
		return new SmsError(failure, error.code ?? error.status)
	}
	const code = error instanceof Error && 'code' in error ? error.code : undefined
	const inTime = code !== 'ERR_CANCELED' && code !== 'ECONNABORTED' && code !== 'ETIMEDOUT'
	return new SmsError(inTime ? 'unavailable' : 'timed_out')
}

/** One text message to one telephone. */
export type SmsMessage = {
	/** E.164, `+819012345678`: what `normalizeTelephone` made of what somebody typed. */
	to: string
	text: string
	/** Names this message. A second send under the same key sends nothing, and ends as the first did. */
	key: string
}

/**
 * The provider of text messages. At most one message leaves for a `send`: no adapter tries again by itself, and neither
 * may a caller, for after `timed_out` nobody knows whether it went out.
 */
export interface Sms {
	/** Resolves with the provider's id once it took the message. Throws an `SmsError`, and nothing else. */
	send(message: SmsMessage): Promise<{ id: string }>
	/** Lets go of what it holds open. */
	close(): Promise<void>
}

/**
 * `number_rejected`: this number takes no messages; `country_not_served`: it is of a country that we do not send to;
 * `unavailable`: the provider or our
 * account with it is at fault; `timed_out`: no answer in time, so that it may have been sent or not.
 */
export const smsFailures = ['number_rejected', 'country_not_served', 'unavailable', 'timed_out'] as const
export type SmsFailure = (typeof smsFailures)[number]

/** Its message says nothing of number or text, which the provider's own words repeat. */
export class SmsError extends Error {
	readonly failure: SmsFailure
	/** The provider's number for what went wrong, for the log. */
	readonly providerCode: number | undefined

	constructor(failure: SmsFailure, providerCode?: number) {
		super(providerCode === undefined ? `sms: ${failure}` : `sms: ${failure} (${providerCode})`)
		this.name = 'SmsError'
		this.failure = failure
		this.providerCode = providerCode
	}
}

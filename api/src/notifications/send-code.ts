import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import { type ProblemCode, ProblemError } from '@enshin/contracts/errors.ts'
import type { Id, Locale } from '@enshin/contracts/ids.ts'
import { type Sms, SmsError, type SmsFailure } from '../integrations/sms/sms.ts'
import { codeSms } from './templates/code-sms.ts'

export type Code = {
	/** E.164, from `normalizeTelephone`. */
	to: string
	code: string
	locale: Locale
	/** Of the row that remembers the code: one SMS goes out for it, however often this is called. */
	challengeId: Id
	/** How long it holds. */
	minutes?: number
}

/**
 * Sends a one-time code that somebody waits for: at once, not through the outbox, and once. Resolves, or throws a Problem,
 * within 3 s: `sms.not_sent` or `telephone.country_not_allowed` when it did not go out, `sms.no_answer` when nobody knows. Offer another factor after either.
 * Call it outside a transaction, after the code is committed.
 */
export async function sendCode(sms: Sms, { to, code, locale, challengeId, minutes }: Code): Promise<void> {
	try {
		await sms.send({ to, text: codeSms(locale, { code, minutes }), key: challengeId })
	} catch (error) {
		if (!(error instanceof SmsError)) throw error
		throw new ProblemError(problemOf(error.failure), {}, { cause: error })
	}
}

function problemOf(failure: SmsFailure): ProblemCode {
	switch (failure) {
		case 'number_rejected':
		case 'unavailable':
			return 'sms.not_sent'
		case 'timed_out':
			return 'sms.no_answer'
		case 'country_not_served':
			return 'telephone.country_not_allowed'
		default:
			return assertUnreachable(failure)
	}
}

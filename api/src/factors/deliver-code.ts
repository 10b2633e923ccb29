import { setTimeout as wait } from 'node:timers/promises'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { SmsDelivery } from '@enshin/contracts/sign-in.ts'
import type { Work } from '../http/context.ts'
import { sendCode } from '../notifications/send-code.ts'
import { type NewChallenge, putChallenge } from './challenge.ts'
import type { SmsParts } from './proving.ts'
import { newSmsCode, sealCode, smsCodeMinutes } from './sms-code.ts'

/** The adapters give up by themselves before this; it is for one that does not. */
const patienceMs = 2_700

type Delivery = { to: string; question: Omit<NewChallenge, 'expected' | 'lifeMinutes' | 'id'> & { id: Id } }

/**
 * Makes a code, keeps its HMAC, and sends it: at most one SMS, and an answer within three seconds. What each number and
 * each address may cost is counted first (SMS pumping).
 */
export async function deliverCode(
	{ db, vault, actor, address }: Work,
	{ sms, limits }: SmsParts,
	{ to, question }: Delivery,
): Promise<SmsDelivery> {
	await limits.spendOn('smsAddress', address ?? 'unknown')
	await limits.spendOn('smsNumber', to)
	await limits.spendOn('smsNumberDay', to)
	const code = newSmsCode()
	const expected = sealCode(vault, question.id, code)
	await putChallenge(db, { ...question, expected, lifeMinutes: smsCodeMinutes })
	const sending = sendCode(sms, { to, code, locale: actor.locale, challengeId: question.id, minutes: smsCodeMinutes })
	return await Promise.race([sending.then(() => 'sent' as const, failureOf), givenUp()])
}

function failureOf(error: unknown): SmsDelivery {
	if (!(error instanceof ProblemError)) throw error
	return error.code === 'sms.no_answer' ? 'no_answer' : 'not_sent'
}

async function givenUp(): Promise<SmsDelivery> {
	await wait(patienceMs, undefined, { ref: false })
	return 'no_answer'
}

import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id, Locale } from '@enshin/contracts/ids.ts'
import type { begunSignUp } from '@enshin/contracts/profile.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import type { Owner } from '@enshin/db/sealing/vault.ts'
import type { z } from 'zod'
import type { SignInLimits } from '../accounts/sign-in-limits.ts'
import type { PublicEnv } from '../http/context.ts'
import { type Sms, SmsError } from '../integrations/sms/sms.ts'
import { enqueue } from '../notifications/enqueue.ts'
import { accountKnownMail, accountKnownSms } from '../notifications/templates/account-known.ts'
import { codeSms } from '../notifications/templates/code-sms.ts'
import { emailCodeMail } from '../notifications/templates/email-code.ts'
import { codeMinutes, keepCode, newCode } from './codes.ts'
import { type Contact, findPatientCredential, readContact } from './contact.ts'

export type SignUpParts = { limits: Pick<SignInLimits, 'spendOn'>; sms: Sms; webOrigin: string }
export type Stranger = Pick<PublicEnv['Variables'], 'scoped' | 'vault'>

/**
 * Sends a code to whom it may concern. Somebody known already is sent word of their account in its place; whoever asked
 * sees the same answer after the same work, so that nobody learns here who is a patient.
 */
export async function beginSignUp(
	{ scoped, vault }: Stranger,
	{ limits, sms, webOrigin }: SignUpParts,
	{ contact: typed, locale, address }: { contact: string; locale: Locale; address: string },
): Promise<z.input<typeof begunSignUp>> {
	await limits.spendOn('signUpAddress', address)
	const contact = readContact(typed)
	const perRecipient = contact.channel === 'mail' ? (['mailCode'] as const) : (['smsNumber', 'smsNumberDay'] as const)
	for (const limit of perRecipient) await limits.spendOn(limit, contact.to)
	const id = newId()
	const code = newCode()
	const { known, expiresAt } = await scoped({ kind: 'auth' }).transaction(async (tx) => {
		const known = (await findPatientCredential(tx, vault, contact)) !== undefined
		const asked = { id, purpose: 'sign_up', to: contact.to } as const
		const expiresAt = await keepCode(tx, vault, asked, known ? null : code)
		if (contact.channel === 'mail') {
			// Nobody is there yet whose key could seal the mail: it has one of its own, for as long as it takes.
			const owner: Owner = { kind: 'person', id }
			await vault.createKey(tx, owner)
			const mail = known
				? accountKnownMail(locale, { url: `${webOrigin}/sign-in` })
				: emailCodeMail(locale, { code, minutes: codeMinutes })
			await enqueue(tx, vault, { owner, channel: 'mail', to: contact.to, ...mail })
		}
		return { known, expiresAt }
	})
	if (contact.channel === 'sms') {
		const text = known ? accountKnownSms(locale) : codeSms(locale, { code, minutes: codeMinutes })
		await sendAtOnce(sms, contact, id, text)
	}
	return { id, channel: contact.channel, expiresAt: expiresAt.toISOString() }
}

/** After the commit, for somebody waits for it. An SMS without an answer may arrive all the same: the page goes on. */
async function sendAtOnce(sms: Sms, { to }: Contact, key: Id, text: string): Promise<void> {
	try {
		await sms.send({ to, text, key })
	} catch (error) {
		if (!(error instanceof SmsError)) throw error
		if (error.failure !== 'timed_out') throw new ProblemError('sms.not_sent', {}, { cause: error })
	}
}

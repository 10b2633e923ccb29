import { z } from 'zod'
import { signedIn } from './api.ts'
import { day, id, instant, locale } from './ids.ts'
import { newPassword } from './passwords.ts'
import { tokyoDay } from './tokyo.ts'

/** What a person types: one line, without controls. */
const line = (most: number) =>
	z
		.string()
		.trim()
		.min(1)
		.max(most)
		.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u)

export const sex = z.enum(['female', 'male', 'other'])
export type Sex = z.infer<typeof sex>

export const personName = line(100)

/** ふりがな in any kana; kept in hiragana. Letters for those who have no kana of their own. */
export const personKana = line(100).regex(/^[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Latin}ー・゛゜\s'.-]+$/u)

/** Not before 1900, not after today in Tokyo. */
export const birthDate = day.refine((date) => date >= '1900-01-01' && date <= tokyoDay(new Date()))

/** Any telephone, a landline too, however it is typed. Null: none. */
export const anyTelephone = line(30).regex(/^[+＋]?[\d０-９\s()（）.．‐‑‒–—―−－ー-]{8,30}$/u)

/** 保険証の記号・番号, as on the card. */
export const insuranceNumber = line(60)

/** A mail address or a mobile telephone number: the api reads which. */
export const contact = z.string().trim().min(3).max(254)

/** Sign-up, first step: a code goes to the contact. The answer is the same whether the contact is known or not. */
export const beginSignUp = z.object({ contact, locale })
export const begunSignUp = z.object({ id, channel: z.enum(['mail', 'sms']), expiresAt: instant })

/** Six digits, however they are typed. */
const typedCode = z.string().min(1).max(32)

/** Second step: the code. `ticket` proves it in the last one. */
export const confirmSignUp = z.object({ contact, code: typedCode })
export const confirmedSignUp = z.object({ ticket: z.string(), expiresAt: instant })

export const patientFacts = z.object({
	name: personName,
	kana: personKana,
	birthDate,
	sex,
	telephone: anyTelephone.nullable(),
})
export type PatientFacts = z.infer<typeof patientFacts>

/** Last step: who it is, and the password. */
export const finishSignUp = patientFacts.extend({
	contact,
	ticket: z.string().min(20).max(100),
	password: newPassword,
	locale,
})
export const finishedSignUp = signedIn

/** 患者ID and everything that a patient says of themselves. */
export const profile = z.object({
	personId: id,
	patientNumber: z.string(),
	name: z.string(),
	kana: z.string(),
	birthDate: day,
	sex,
	telephone: z.string().nullable(),
	insuranceNumber: z.string().nullable(),
	/** What they sign in with; both null for somebody who is only acted for (代理). */
	email: z.string().nullable(),
	signInTelephone: z.string().nullable(),
	locale,
})
export type Profile = z.infer<typeof profile>

/** What is left out stays. */
export const changeProfile = z
	.object({
		name: personName,
		kana: personKana,
		birthDate,
		sex,
		telephone: anyTelephone.nullable(),
		insuranceNumber: insuranceNumber.nullable(),
		locale,
	})
	.partial()
export type ChangeProfile = z.infer<typeof changeProfile>

/** A new mail address counts once the code sent there was typed in. */
export const beginEmailChange = z.object({ email: z.string().trim().min(3).max(254) })
export const begunEmailChange = z.object({ id, expiresAt: instant })
export const confirmEmailChange = z.object({ email: z.string().trim().min(3).max(254), code: typedCode })

/** What somebody is to the patient they act for. */
export const relation = z.enum(['parent', 'child', 'spouse', 'other'])
export type Relation = z.infer<typeof relation>

export const familyMember = z.object({
	patientId: id,
	patientNumber: z.string(),
	name: z.string(),
	kana: z.string(),
	birthDate: day,
	sex,
	relation,
	since: instant,
})
export type FamilyMember = z.infer<typeof familyMember>

export const family = z.object({
	/** Whom one acts for. */
	members: z.array(familyMember),
	/** Who acts for oneself. */
	guardians: z.array(z.object({ personId: id, name: z.string(), relation, since: instant })),
})

/** How many one person can act for: a large family, and no institution. */
export const familyAtMost = 10

export const addFamilyMember = patientFacts.extend({ relation })
export const changeFamilyMember = z.object({ relation })

/** What leaving will do, told before it is done. */
export const leaving = z.object({
	appointments: z.array(z.object({ id, startsAt: instant, facilityName: z.string() })),
	/** Those for whom nobody else acts leave with one. */
	members: z.array(z.object({ patientId: id, name: z.string() })),
	/** Until when facilities must keep their records of this person; null where none has any. */
	keptUntil: day.nullable(),
})
export type Leaving = z.infer<typeof leaving>

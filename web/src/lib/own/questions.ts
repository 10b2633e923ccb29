import { locale } from '@enshin/contracts/ids.ts'
import {
	anyTelephone,
	birthDate,
	insuranceNumber,
	personKana,
	personName,
	relation,
	sex,
} from '@enshin/contracts/profile.ts'
import type { z } from 'zod'
import { readBirthDate } from './birth-date.ts'

/** What is asked of a patient, one question a page; the same for signing up, for a family member, and for a change. */
export const questions = ['name', 'birth-date', 'sex', 'telephone', 'insurance', 'relation', 'language'] as const
export type Question = (typeof questions)[number]

/** What was answered so far. */
export type Answers = {
	name?: string
	kana?: string
	birthDate?: string
	sex?: z.infer<typeof sex>
	telephone?: string | null
	insuranceNumber?: string | null
	relation?: z.infer<typeof relation>
	locale?: z.infer<typeof locale>
}
export type AnswerName = keyof Answers

/** `typed` is what the form had in it, to be shown again; `wrong` names what must be mended, and then there is no answer. */
export type Read = { answers: Answers; wrong: AnswerName[]; typed: Record<string, string> }

export function readAnswer(question: Question, form: FormData): Read {
	const typed = Object.fromEntries([...form].map(([name, value]) => [name, typeof value === 'string' ? value : '']))
	const text = (name: string) => typed[name]?.trim() ?? ''
	const one = <Name extends AnswerName>(name: Name, schema: z.ZodType<Answers[Name]>, value: unknown): Read => {
		const parsed = schema.safeParse(value)
		return { answers: parsed.success ? { [name]: parsed.data } : {}, wrong: parsed.success ? [] : [name], typed }
	}
	const orNothing = (value: string) => (value === '' ? null : value)
	switch (question) {
		case 'name': {
			const [name, kana] = [one('name', personName, text('name')), one('kana', personKana, text('kana'))]
			return { answers: { ...name.answers, ...kana.answers }, wrong: [...name.wrong, ...kana.wrong], typed }
		}
		case 'birth-date': {
			const parts = { era: text('era'), year: text('year'), month: text('month'), day: text('day') }
			return one('birthDate', birthDate, readBirthDate(parts) ?? '')
		}
		case 'sex':
			return one('sex', sex, text('sex'))
		case 'telephone':
			return one('telephone', anyTelephone.nullable(), orNothing(text('telephone')))
		case 'insurance':
			return one('insuranceNumber', insuranceNumber.nullable(), orNothing(text('insuranceNumber')))
		case 'relation':
			return one('relation', relation, text('relation'))
		case 'language':
			return one('locale', locale, text('locale'))
	}
}

import type { SignUpDraft } from './draft.ts'
import { type Question, questions } from './questions.ts'

/** The pages of signing up, in order; the first one, `/sign-up`, asks where to send the code. */
export const signUpSteps = ['code', 'name', 'birth-date', 'sex', 'telephone', 'password'] as const
export type SignUpStep = (typeof signUpSteps)[number]

export function isSignUpStep(text: string): text is SignUpStep {
	return (signUpSteps as readonly string[]).includes(text)
}

export const pageOf = (step: SignUpStep) => `/sign-up/${step}`

/** The question that a step asks, for those that are questions about the person. */
export function questionOf(step: SignUpStep): Question | null {
	return questions.find((question) => question === step) ?? null
}

const answered: Record<SignUpStep, (draft: SignUpDraft) => boolean> = {
	code: ({ ticket }) => ticket !== undefined,
	name: ({ name, kana }) => name !== undefined && kana !== undefined,
	'birth-date': ({ birthDate }) => birthDate !== undefined,
	sex: ({ sex }) => sex !== undefined,
	telephone: ({ telephone }) => telephone !== undefined,
	password: () => false,
}

/** Where somebody must be instead, who came to a step before its time; null when they may stay. */
export function detour(step: SignUpStep, draft: SignUpDraft): string | null {
	if (!draft.contact || !draft.id) return '/sign-up'
	const missing = signUpSteps.slice(0, signUpSteps.indexOf(step)).find((before) => !answered[before](draft))
	if (missing) return pageOf(missing)
	// A code is used once: the page after it is the way on.
	return step === 'code' && draft.ticket ? pageOf('name') : null
}

export function after(step: SignUpStep): string {
	const next = signUpSteps[signUpSteps.indexOf(step) + 1]
	return next ? pageOf(next) : '/registrations?welcome'
}

export function before(step: SignUpStep): string {
	const previous = signUpSteps[signUpSteps.indexOf(step) - 1]
	return previous && previous !== 'code' ? pageOf(previous) : '/sign-up'
}

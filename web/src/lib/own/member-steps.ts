import type { Answers } from './questions.ts'

/** What is asked of somebody who is added to a family, one question a page. */
export const memberSteps = ['name', 'birth-date', 'sex', 'telephone', 'relation'] as const
export type MemberStep = (typeof memberSteps)[number]

export function isMemberStep(text: string): text is MemberStep {
	return (memberSteps as readonly string[]).includes(text)
}

const answered: Record<MemberStep, (answers: Answers) => boolean> = {
	name: ({ name, kana }) => name !== undefined && kana !== undefined,
	'birth-date': ({ birthDate }) => birthDate !== undefined,
	sex: ({ sex }) => sex !== undefined,
	telephone: ({ telephone }) => telephone !== undefined,
	relation: ({ relation }) => relation !== undefined,
}

const pageOf = (step: MemberStep) => `/family/add/${step}`

/** The first question before this one that has no answer yet; null when it is this one's turn. */
export function missingBefore(step: MemberStep, answers: Answers): string | null {
	const missing = memberSteps.slice(0, memberSteps.indexOf(step)).find((before) => !answered[before](answers))
	return missing ? pageOf(missing) : null
}

export function memberStepAfter(step: MemberStep): string | null {
	const next = memberSteps[memberSteps.indexOf(step) + 1]
	return next ? pageOf(next) : null
}

export function memberStepBefore(step: MemberStep): string {
	const previous = memberSteps[memberSteps.indexOf(step) - 1]
	return previous ? pageOf(previous) : '/family'
}

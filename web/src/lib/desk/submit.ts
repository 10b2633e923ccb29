import { makeProblem, type Problem, problemCodes, problem as problemSchema } from '@enshin/contracts/errors.ts'
import type { Locale } from '@enshin/contracts/ids.ts'
import { z } from 'zod'
import { type ActionResult, applyAction, type SubmitFunction } from '$app/forms'

type Outcome<Done> = {
	locale: Locale
	/** Reads what the action answers with; null for what it cannot have said. */
	read: (data: unknown) => Done | null
	onBusy: (busy: boolean) => void
	onProblem: (problem: Problem) => void
	onDone: (done: Done) => void
}

/**
 * For `use:enhance` of a form that changes something: says when it works and what came of it, and leaves the page as it
 * is, so that nothing typed is lost. A session that is over leads to signing in, as kit would.
 */
export function submitTo<Done>({ locale, read, onBusy, onProblem, onDone }: Outcome<Done>): SubmitFunction {
	return () => {
		onBusy(true)
		return async ({ result }) => {
			onBusy(false)
			if (result.type === 'redirect') return applyAction(result)
			const done = result.type === 'success' ? read(result.data) : null
			if (done !== null) onDone(done)
			else onProblem(problemOf(result, locale))
		}
	}
}

function problemOf(result: ActionResult, locale: Locale): Problem {
	if (result.type === 'failure') {
		const said = problemSchema.safeParse(result.data?.problem)
		if (said.success) return said.data
	}
	if (result.type !== 'error') return makeProblem('unavailable', locale)
	const code = z.enum(problemCodes).safeParse(result.error.code)
	return { ...makeProblem(code.data ?? 'unavailable', locale), title: result.error.message }
}

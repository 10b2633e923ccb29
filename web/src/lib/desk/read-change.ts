import type { Appointment } from '@enshin/contracts/api.ts'
import { issuesOf } from '@enshin/contracts/channel.ts'
import { makeProblem } from '@enshin/contracts/errors.ts'
import { fail } from '@sveltejs/kit'
import type { z } from 'zod'
import type { Answer } from '#lib/api/ask.ts'

/** A form action that changes one appointment: reads the form, asks the api, and answers with it or with the Problem. */
export async function readChange<Form extends z.ZodType>(
	request: Request,
	{ locale }: Pick<App.Locals, 'locale'>,
	form: Form,
	change: (input: z.output<Form>) => Promise<Answer<Appointment>>,
) {
	const input = form.safeParse(Object.fromEntries(await request.formData()))
	if (!input.success) {
		const problem = makeProblem('request.invalid', locale, { issues: issuesOf(input.error) })
		return fail(problem.status, { problem })
	}
	const answer = await change(input.data)
	return answer.ok ? { appointment: answer.data } : fail(answer.problem.status, { problem: answer.problem })
}

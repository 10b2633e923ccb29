import { error, fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { questions, readAnswer } from '#lib/own/questions.ts'

function read(text: string) {
	const question = questions.find((one) => one === text)
	if (!question || question === 'relation') error(404, { message: '', code: 'not_found' })
	return question
}

export async function load({ locals, params }) {
	const question = read(params.question)
	return { question, answers: await from(locals, (api) => api.profile.$get()) }
}

export const actions = {
	default: async ({ request, locals, params }) => {
		const { answers, wrong, typed } = readAnswer(read(params.question), await request.formData())
		if (wrong.length > 0) return fail(400, { wrong, typed, problem: null })
		const answer = await ask(locals.api.profile.$patch({ json: answers }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { wrong, typed, problem: answer.problem })
		redirect(303, '/profile?saved')
	},
}

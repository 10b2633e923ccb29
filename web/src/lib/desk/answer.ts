import { json } from '@sveltejs/kit'
import type { Answer } from '#lib/api/ask.ts'

/** What an endpoint of ours tells the browser: the api's data, or its Problem under the Problem's status. */
export function answerJson(answer: Answer<unknown>): Response {
	const headers = { 'cache-control': 'no-store' }
	if (answer.ok) return json(answer.data, { headers })
	return json(answer.problem, {
		status: answer.problem.status,
		headers: { ...headers, 'content-type': 'application/problem+json' },
	})
}

import { ask } from '#lib/api/ask.ts'
import { answerJson } from '#lib/desk/answer.ts'

/** A fresh permission to watch the own facility: 60 seconds, one use. */
export async function POST({ locals }) {
	return answerJson(await ask(locals.api['watch-token'].$post({ json: {} }), locals.locale))
}

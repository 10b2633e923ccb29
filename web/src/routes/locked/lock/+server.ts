import { ask } from '#lib/api/ask.ts'
import { answerJson } from '#lib/desk/answer.ts'

/** The screen locks itself; the api is told, so that the lock is more than a picture. */
export async function POST({ locals }) {
	return answerJson(await ask(locals.api.sessions.current.lock.$post(), locals.locale))
}

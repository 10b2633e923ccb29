import { ask } from '#lib/api/ask.ts'
import { answerJson } from '#lib/desk/answer.ts'

/** What to ask the browser for a new passkey. */
export async function POST({ locals }) {
	return answerJson(await ask(locals.api.factors.passkeys.options.$post(), locals.locale))
}

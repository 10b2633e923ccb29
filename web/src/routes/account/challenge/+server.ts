import { ask } from '#lib/api/ask.ts'
import { answerJson } from '#lib/desk/answer.ts'

/** Asks for one's passkey: while signing in, confirming once more, or opening a locked screen. The api knows which. */
export async function POST({ locals }) {
	const asked = { kind: 'passkey' } as const
	return answerJson(await ask(locals.api.sessions.current.challenges.$post({ json: asked }), locals.locale))
}

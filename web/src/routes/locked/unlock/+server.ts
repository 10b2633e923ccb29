import { makeProblem } from '@enshin/contracts/errors.ts'
import { unlockProof } from '@enshin/contracts/sign-in.ts'
import { ask } from '#lib/api/ask.ts'
import { answerJson } from '#lib/desk/answer.ts'
import { writeSession } from '#lib/server/session.ts'

/** Opens the lock that stands above a page, which stays as it is. The new token goes into its cookie. */
export async function POST({ request, locals, cookies }) {
	const proof = unlockProof.safeParse(await request.json().catch(() => null))
	if (!proof.success) return answerJson({ ok: false, problem: makeProblem('auth.password_wrong', locals.locale) })
	const answer = await ask(locals.api.sessions.current.unlock.$post({ json: proof.data }), locals.locale)
	if (!answer.ok) return answerJson(answer)
	writeSession(cookies, answer.data.token, answer.data.expiresAt)
	return answerJson({ ok: true, data: { unlocked: true } })
}

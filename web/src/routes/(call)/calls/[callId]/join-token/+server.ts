import { json } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'

/** A fresh permission to enter, asked for by the page of the call. The hook has checked that the page is our own. */
export async function POST({ locals, params }) {
	const answer = await ask(
		locals.api.calls[':callId']['join-token'].$post({ param: { callId: params.callId }, json: {} }),
		locals.locale,
	)
	const headers = { 'cache-control': 'no-store' }
	if (answer.ok) return json(answer.data, { headers })
	return json(answer.problem, { status: answer.problem.status, headers })
}

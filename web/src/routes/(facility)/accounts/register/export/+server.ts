import { makeProblem } from '@enshin/contracts/errors.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { fail as failPage } from '#lib/api/load.ts'

/** 本人確認台帳 as a file. */
export async function GET({ locals }) {
	const answer = await locals.api['identity-register'].export.$get().catch(() => null)
	if (!answer?.ok) failPage(makeProblem(answer?.status === 403 ? 'auth.forbidden' : 'unavailable', locals.locale))
	const headers = {
		'content-type': 'text/csv; charset=utf-8',
		'content-disposition': `attachment; filename="identity-register-${tokyoDay(new Date())}.csv"`,
		'cache-control': 'no-store',
	}
	return new Response(await answer.text(), { headers })
}

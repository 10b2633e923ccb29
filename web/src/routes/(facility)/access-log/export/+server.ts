import { makeProblem, preferredLocale, problem } from '@enshin/contracts/errors.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { readFilter } from '#lib/access-log/filter.ts'
import { createApi } from '#lib/api/client.ts'
import { fail } from '#lib/api/load.ts'
import { readSession } from '#lib/server/session.ts'
import { ENSHIN_API_URL, ENSHIN_SERVICE_SECRET } from '$app/env/private'

/** A long log takes longer to hand over than a page may take. */
const patienceMs = 10 * 60_000

/** The file as the api makes it, passed on as it comes. */
export async function GET({ locals, url, cookies, getClientAddress }) {
	const format = url.searchParams.get('format') === 'jsonl' ? 'jsonl' : 'csv'
	const token = readSession(cookies)
	const from = { url: ENSHIN_API_URL, token, serviceSecret: ENSHIN_SERVICE_SECRET, clientAddress: getClientAddress() }
	const api = createApi({ ...from, locale: preferredLocale(locals.locale), patienceMs })
	const query = { ...(format === 'csv' && readFilter(url.searchParams)), format } as const
	const answer = await api['access-log'].export.$get({ query })
	if (!answer.ok) fail(problem.safeParse(await answer.json()).data ?? makeProblem('unavailable', locals.locale))
	const name = `access-log-${tokyoDay(new Date())}.${format}`
	return new Response(answer.body, {
		headers: {
			'content-type': answer.headers.get('content-type') ?? 'application/octet-stream',
			'content-disposition': `attachment; filename="${name}"`,
			'x-content-type-options': 'nosniff',
			'cache-control': 'no-store',
		},
	})
}

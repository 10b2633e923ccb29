import { json } from '@sveltejs/kit'

/** Ready as soon as it answers: the web keeps no state, and an api that is away gets its own page. */
export function GET() {
	return json({ status: 'ok', service: 'web' }, { headers: { 'cache-control': 'no-store' } })
}

import { makeProblem } from '@enshin/contracts/errors.ts'
import type { HandleClientError } from '@sveltejs/kit/hooks'

/** In the browser the unexpected is nearly always the network: the page says so, and the person can try again. */
export const handleError: HandleClientError = ({ kind, error }) => {
	const locale = document.documentElement.lang === 'en' ? 'en' : 'ja'
	if (kind === 'app') return error
	const status = kind === 'framework' ? error.status : 503
	const code = status === 404 ? 'not_found' : 'unavailable'
	return { status, code, message: makeProblem(code, locale).title }
}

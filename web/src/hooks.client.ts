import type { HandleClientError } from '@sveltejs/kit/hooks'
import { errors } from '#lib/i18n/messages/errors.ts'

/** In the browser the unexpected is nearly always the network: the page says so, and the person can try again. */
export const handleError: HandleClientError = ({ kind, error }) => {
	if (kind === 'app') return error
	const { title } = errors[document.documentElement.lang === 'en' ? 'en' : 'ja']
	const missing = kind === 'framework' && error.status === 404
	return missing
		? { status: 404, code: 'not_found', message: title.notFound }
		: { status: 503, code: 'unavailable', message: title.unavailable }
}

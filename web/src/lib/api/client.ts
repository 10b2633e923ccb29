import type { Locale } from '@enshin/contracts/ids.ts'
import { hc } from 'hono/client'
import type { Api } from './expected-api.ts'

export type ApiClient = ReturnType<typeof createApi>

/** How long a page waits for the api before it says so. */
const patienceMs = 8000

/**
 * The api as one person may use it: their session's token, their language for Problems, their address for rate limits.
 * For the server side only: a browser has neither the token nor the api's address.
 */
export function createApi(options: { url: string; token?: string; locale: Locale; clientAddress?: string }) {
	const headers: Record<string, string> = { 'accept-language': options.locale }
	if (options.token) headers.authorization = `Bearer ${options.token}`
	if (options.clientAddress) headers['x-forwarded-for'] = options.clientAddress
	return hc<Api>(options.url, {
		headers,
		fetch: (input: RequestInfo | URL, init?: RequestInit) =>
			fetch(input, { ...init, signal: AbortSignal.timeout(patienceMs) }),
	})
}

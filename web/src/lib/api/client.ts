import type { Api } from '@enshin/api/app.ts'
import type { Locale } from '@enshin/contracts/ids.ts'
import { hc } from 'hono/client'

export type ApiClient = ReturnType<typeof createApi>

/** How long a page waits for the api before it says so. */
const pagePatienceMs = 8000

type Options = {
	url: string
	/** The session's. */
	token?: string
	/** In which Problems are written. */
	locale: Locale
	/** Whose address we saw, for rate limits; the api believes it beside the service secret only. */
	clientAddress: string
	serviceSecret: string | undefined
	/** What the browser calls itself, for the list of one's sessions. */
	userAgent?: string | null
	/** The secret of a registered browser, as its cookie has it (Q55). */
	device?: string
	/** 代理: the patient whom the signed-in person acts for. */
	actFor?: string
	/** How long it may take, body included; a page's patience unless told otherwise. */
	patienceMs?: number
}

/** The api as one person may use it. For the server side only: a browser has neither the token nor the api's address. */
export function createApi({
	url,
	token,
	locale,
	clientAddress,
	serviceSecret,
	userAgent,
	device,
	actFor,
	patienceMs = pagePatienceMs,
}: Options) {
	const headers: Record<string, string> = { 'accept-language': locale }
	if (userAgent) headers['user-agent'] = userAgent
	if (token) headers.authorization = `Bearer ${token}`
	if (actFor) headers['x-enshin-for'] = actFor
	if (serviceSecret) {
		headers['x-enshin-service'] = serviceSecret
		headers['x-enshin-client-address'] = clientAddress
		if (device) headers['x-enshin-device'] = device
	}
	return hc<Api>(url, {
		headers,
		fetch: (input: RequestInfo | URL, init?: RequestInit) =>
			fetch(input, { ...init, signal: AbortSignal.timeout(patienceMs) }),
	})
}

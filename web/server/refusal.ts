import type { IncomingMessage } from 'node:http'
import { preferredLocale } from '@enshin/contracts/errors.ts'
import { errors } from '../src/lib/i18n/messages/errors.ts'
import type { ServerConfig } from './config.ts'

/** Why a request does not get as far as the pages. */
export type Refusal = { status: number; text: string }

/**
 * What is refused before any page sees it. A foreign Host is how DNS rebinding looks: a page of somebody else's whose
 * name has come to point at us. /health is for balancers, which ask by address.
 */
export function refusalOf(
	{ url = '', headers, headersDistinct }: IncomingMessage,
	{ origin, addressHeader }: Pick<ServerConfig, 'origin' | 'addressHeader'>,
): Refusal | null {
	const texts = errors[preferredLocale(headers['accept-language'])]
	// The others, such as `http://elsewhere/` and `*`, are for proxies.
	if (!url.startsWith('/')) return { status: 400, text: texts.wrongRequest }
	if (url.split('?')[0] === '/health') return null
	if (!isOwnHost(headersDistinct.host, origin)) return { status: 421, text: texts.wrongHost(origin) }
	if (addressHeader && !headers[addressHeader]) return { status: 400, text: texts.aroundTheProxy }
	return null
}

/** `hosts` is every Host line of the request; the port may be written where it is the scheme's own (RFC 9110, 4.2.3). */
export function isOwnHost(hosts: string[] | undefined, origin: string): boolean {
	const [host, ...more] = hosts ?? []
	if (host === undefined || more.length > 0) return false
	const own = new URL(origin)
	const ownPort = own.port === '' ? (own.protocol === 'https:' ? ':443' : ':80') : ''
	const asked = host.toLowerCase()
	return asked === own.host || (ownPort !== '' && asked === own.hostname + ownPort)
}

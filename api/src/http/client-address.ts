import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import * as network from '../network/exact-address.ts'
import { canonicalAddress } from './canonical-address.ts'
import { isServiceSecret } from './service-secret.ts'

/**
 * Where the request comes from, for rate limits: IPv6 by its /64. What cannot be read shares one name, and so one limit.
 */
export function clientAddress(c: Context, serviceSecret: string): string {
	return canonicalAddress(believedAddress(c, serviceSecret)) ?? 'unknown'
}

/** The same to the last bit, for IP rules; null for what cannot be read, which no rule allows. */
export function exactAddress(c: Context, serviceSecret: string): string | null {
	return network.exactAddress(believedAddress(c, serviceSecret))
}

/**
 * The one place that decides whom to believe. web asks on behalf of browsers and says whose address it saw in
 * `X-Enshin-Client-Address`; that counts only beside the service secret in `X-Enshin-Service`. No other header does
 * (`X-Forwarded-For`, `Forwarded`, `X-Real-IP`): whether a proxy stands before web is web's own business.
 */
function believedAddress(c: Context, serviceSecret: string): string {
	const trusted = isServiceSecret(c.req.header('x-enshin-service'), serviceSecret)
	const told = trusted ? c.req.header('x-enshin-client-address') : undefined
	return told ?? getConnInfo(c).remote.address ?? ''
}

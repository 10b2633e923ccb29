import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { canonicalAddress } from './canonical-address.ts'
import { isServiceSecret } from './service-secret.ts'

/**
 * Where the request comes from, for rate limits. web asks on behalf of browsers and says whose address it saw in
 * `X-Enshin-Client-Address`; that is believed only beside the service secret in `X-Enshin-Service`. What cannot be read
 * shares one name, and so one limit.
 */
export function clientAddress(c: Context, serviceSecret: string): string {
	const trusted = isServiceSecret(c.req.header('x-enshin-service'), serviceSecret)
	const forwarded = trusted ? c.req.header('x-enshin-client-address') : undefined
	return canonicalAddress(forwarded ?? getConnInfo(c).remote.address ?? '') ?? 'unknown'
}

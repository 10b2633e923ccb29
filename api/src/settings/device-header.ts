import type { Context } from 'hono'
import { isServiceSecret } from '../http/service-secret.ts'

/**
 * The secret of the asker's browser, as web read it from its cookie; believed beside the service secret alone, as the
 * address is (client-address.ts).
 */
export function deviceSecretOf(c: Context, serviceSecret: string): string | undefined {
	const told = c.req.header('x-enshin-device')
	const isToken = told !== undefined && /^[\w-]{43}$/.test(told)
	return isToken && isServiceSecret(c.req.header('x-enshin-service'), serviceSecret) ? told : undefined
}

import { makeProblem, type ProblemCode, ProblemError, preferredLocale } from '@enshin/contracts/errors.ts'
import type { Locale } from '@enshin/contracts/ids.ts'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Env } from './context.ts'
import { databaseFault } from './database-fault.ts'

/** Whatever was thrown leaves as a Problem in its reader's language; causes go to the log under the request's id. */
export function onError(error: Error, c: Context<Env>): Response {
	const known = asProblemError(error)
	if (known.code === 'internal') c.var.log.error({ err: error }, 'request failed')
	else if (known.code === 'unavailable') c.var.log.warn({ err: error }, 'database away')
	return answer(c, known)
}

/** No route has this path and method. */
export function onNotFound(c: Context<Env>): Response {
	return answer(c, new ProblemError('request.unknown'))
}

function answer(c: Context<Env>, { code, extras }: ProblemError): Response {
	const locale = readerLocale(c)
	const body = makeProblem(code, locale, { ...extras, requestId: c.var.requestId })
	c.header('Content-Type', 'application/problem+json')
	c.header('Content-Language', locale)
	if (body.status === 401) c.header('WWW-Authenticate', 'Bearer')
	// The rest of the body is never read, so nothing more can come on this connection.
	if (code === 'request.too_large') c.header('Connection', 'close')
	if (extras.retryAfterMs) c.header('Retry-After', String(Math.ceil(extras.retryAfterMs / 1000)))
	return c.body(JSON.stringify(body), body.status as ContentfulStatusCode)
}

/** What the request asks for goes before what the account says: it is the page being read right now. */
function readerLocale(c: Context<Env>): Locale {
	const header = c.req.header('accept-language')
	const { actor }: Partial<Env['Variables']> = c.var
	return header ? preferredLocale(header) : (actor?.locale ?? 'ja')
}

function asProblemError(error: Error): ProblemError {
	if (error instanceof ProblemError) return error
	if (error instanceof HTTPException) return new ProblemError(httpCodes[error.status] ?? 'internal')
	return new ProblemError(databaseFault(error) ?? 'internal')
}

/** hono's own refusals, thrown before a handler runs. */
const httpCodes: Partial<Record<number, ProblemCode>> = {
	400: 'request.not_json',
	413: 'request.too_large',
	415: 'request.unsupported_type',
}

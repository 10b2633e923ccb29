import { issuesOf } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Env, PublicEnv } from './context.ts'

/**
 * A router whose inputs are parsed by their route's schemas; what does not fit is thrown as `request.invalid` with its
 * issues. Give it the routes as one chain (`createRouter().openapi(…).openapi(…)`), or their types are lost to the web.
 */
export function createRouter() {
	return new OpenAPIHono<Env>({ defaultHook: refuseInvalid })
}

/** The same, for what is reachable without a session. */
export function createPublicRouter() {
	return new OpenAPIHono<PublicEnv>({ defaultHook: refuseInvalid })
}

/** The same, where a middleware of the routes' own adds what their handlers find. */
export function createRouterFor<Own extends PublicEnv>() {
	return new OpenAPIHono<Own>({ defaultHook: refuseInvalid })
}

type Parsed = { success: true } | { success: false; error: Parameters<typeof issuesOf>[0] }

function refuseInvalid(parsed: Parsed): void {
	if (!parsed.success) throw new ProblemError('request.invalid', { issues: issuesOf(parsed.error) })
}

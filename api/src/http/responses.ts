import { problem } from '@enshin/contracts/errors.ts'
import type { z } from '@hono/zod-openapi'

/** A JSON answer in a route's `responses`. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
	return { description, content: { 'application/json': { schema } } }
}

/** A JSON body in a route's `request`. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
	return { body: { required: true, content: { 'application/json': { schema } } } }
}

const refused = { description: 'A Problem (RFC 9457)', content: { 'application/problem+json': { schema: problem } } }

/** Spread into every route's `responses`: the typed client then knows that whatever is not `ok` is a Problem. */
export const problems = { '4XX': refused, '5XX': refused } as const

import { ProblemError } from '@enshin/contracts/errors.ts'
import { createMiddleware } from 'hono/factory'
import { bearer } from '../http/bearer.ts'
import type { PublicEnv } from '../http/context.ts'
import { type Consent, findConsent } from './find-consent.ts'

export type ConsentedEnv = { Variables: PublicEnv['Variables'] & { consent: Consent } }

/** For routes of load tests: whatever is wrong with the consent, the answer is the same `auth.required`. */
export const consented = createMiddleware<ConsentedEnv>(async (c, next) => {
	const token = bearer(c.req.header('authorization'))
	const consent = token === undefined ? null : await findConsent(c.var.scoped({ kind: 'auth' }), token)
	if (!consent) throw new ProblemError('auth.required')
	c.set('consent', consent)
	await next()
})

import { ProblemError } from '@enshin/contracts/errors.ts'
import { createMiddleware } from 'hono/factory'
import { bearer } from './bearer.ts'
import type { PublicEnv } from './context.ts'
import { isServiceSecret } from './service-secret.ts'

/** For what our own services ask of each other; a person's session does not open it. */
export function authenticateService(secret: string) {
	return createMiddleware<PublicEnv>(async (c, next) => {
		if (!isServiceSecret(bearer(c.req.header('authorization')), secret)) throw new ProblemError('auth.required')
		await next()
	})
}

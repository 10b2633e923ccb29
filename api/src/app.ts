import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Db } from '@enshin/db/client.ts'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import { accountRoutes, signInRoutes } from './accounts/routes.ts'
import type { SignInLimits } from './accounts/sign-in-limits.ts'
import { appointmentRoutes } from './appointments/routes.ts'
import { callRoutes, internalRoutes } from './calls/routes.ts'
import type { Signaling } from './calls/signaling.ts'
import { facilityRoutes } from './facilities/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { authenticate } from './http/authenticate.ts'
import type { Env } from './http/context.ts'
import { onError, onNotFound } from './http/on-error.ts'
import { requestContext } from './http/request-context.ts'
import { scheduleRoutes } from './schedules/routes.ts'

export const maxBodyBytes = 1024 * 1024

export type AppParts = {
	db: Db
	log: Logger
	limits: SignInLimits
	signaling: Signaling
	serviceSecret: string
}

/**
 * All of api's HTTP. What stands before `authenticate` is open to anyone, or to our own services; everything after it,
 * paths that do not exist included, wants a session.
 */
export function createApp({ db, log, limits, signaling, serviceSecret }: AppParts) {
	const app = new OpenAPIHono<Env>()
	app.onError(onError)
	app.notFound(onNotFound)
	app.use(requestContext(db, log))
	app.use(secureHeaders())
	app.use(bodyLimit({ maxSize: maxBodyBytes, onError: refuseTooLarge }))
	app.openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'http', scheme: 'bearer' })
	app.doc31('/openapi.json', {
		openapi: '3.1.0',
		info: { title: 'Enshin 遠診 API', version: '1' },
		security: [{ session: [] }],
	})

	const open = app
		.route('/', healthRoutes())
		.route('/', signInRoutes(limits, serviceSecret))
		.route('/', internalRoutes(serviceSecret))
	app.use(authenticate)
	return open
		.route('/', accountRoutes())
		.route('/', facilityRoutes())
		.route('/', scheduleRoutes())
		.route('/', appointmentRoutes())
		.route('/', callRoutes(signaling))
}

/** For `hc<Api>` of hono/client: every route with its inputs, and its answers by status. */
export type Api = ReturnType<typeof createApp>

function refuseTooLarge(): never {
	throw new ProblemError('request.too_large')
}

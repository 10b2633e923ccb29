import { ProblemError } from '@enshin/contracts/errors.ts'
import type { AppDatabase } from '@enshin/db/scope.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import type { SignedUpTo } from './access-log/list-entries.ts'
import { accessLogRoutes } from './access-log/routes.ts'
import { accountRoutes } from './accounts/routes.ts'
import type { SignInLimits } from './accounts/sign-in-limits.ts'
import { signInRoutes } from './accounts/sign-in-routes.ts'
import { appointmentRoutes } from './appointments/routes.ts'
import { callRoutes, internalRoutes } from './calls/routes.ts'
import type { Signaling } from './calls/signaling.ts'
import { facilityRoutes } from './facilities/routes.ts'
import { factorRoutes } from './factors/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { actFor } from './http/act-for.ts'
import { authenticate } from './http/authenticate.ts'
import type { Env } from './http/context.ts'
import { onError, onNotFound } from './http/on-error.ts'
import { requestContext } from './http/request-context.ts'
import type { Sms } from './integrations/sms/sms.ts'
import type { Emulators } from './integrations/start-couriers.ts'
import { loadTestRoutes } from './load-tests/routes.ts'
import { membershipRoutes } from './memberships/routes.ts'
import { noticeRoutes, publicNoticeRoutes } from './notices/routes.ts'
import { devRoutes } from './notifications/dev-routes.ts'
import { patientRoutes } from './patients/routes.ts'
import { signUpRoutes } from './patients/sign-up-routes.ts'
import { invitationRoutes } from './people/invitation-routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { scheduleRoutes } from './schedules/routes.ts'
import { holdToPlace } from './settings/hold-to-place.ts'
import { deviceRoutes, settingsRoutes } from './settings/routes.ts'

export const maxBodyBytes = 1024 * 1024

export type AppParts = {
	/** The database, by scope: nobody here has it without one. */
	scoped: AppDatabase['scoped']
	vault: Vault
	log: Logger
	limits: SignInLimits
	signaling: Signaling
	serviceSecret: string
	/** See config.ts. */
	webOrigin: string
	signedUpTo: SignedUpTo
	/** For codes that somebody waits for; everything else is told through the outbox. */
	sms: Sms
	/** What `GET /dev/outbox` shows; null where it is not served. */
	emulators: Emulators | null
}

/**
 * All of api's HTTP. What stands before `authenticate` is open to anyone, or to our own services; everything after it,
 * paths that do not exist included, wants a session.
 */
export function createApp(parts: AppParts) {
	const { scoped, vault, log, signaling, serviceSecret, emulators, signedUpTo } = parts
	const app = new OpenAPIHono<Env>()
	app.onError(onError)
	app.notFound(onNotFound)
	app.use(requestContext({ scoped, vault, log, serviceSecret }))
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
		.route('/', signInRoutes(parts))
		.route('/', internalRoutes(serviceSecret))
		.route('/', loadTestRoutes(signaling))
		.route('/', devRoutes(emulators))
		.route('/', publicNoticeRoutes())
		.route('/', signUpRoutes(parts, serviceSecret))
		.route('/', invitationRoutes(parts))
		.route('/', deviceRoutes(parts.limits, serviceSecret))
	app.use(authenticate)
	app.use(holdToPlace(serviceSecret))
	app.use(actFor)
	return open
		.route('/', accountRoutes(parts))
		.route('/', factorRoutes(parts))
		.route('/', facilityRoutes())
		.route('/', scheduleRoutes())
		.route('/', appointmentRoutes())
		.route('/', callRoutes(signaling))
		.route('/', accessLogRoutes(signedUpTo))
		.route('/', noticeRoutes())
		.route('/', patientRoutes(parts))
		.route('/', membershipRoutes(parts))
		.route('/', peopleRoutes(parts.webOrigin))
		.route('/', settingsRoutes(serviceSecret))
}

/** For `hc<Api>` of hono/client: every route with its inputs, and its answers by status. */
export type Api = ReturnType<typeof createApp>

function refuseTooLarge(): never {
	throw new ProblemError('request.too_large')
}
